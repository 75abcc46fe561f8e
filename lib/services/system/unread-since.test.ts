import { expect, test } from 'vitest';
import { unreadSince } from './unread-since';

const NINE = new Date('2026-03-04T09:00:00Z');
const TEN = new Date('2026-03-04T10:00:00Z');

test('what cannot be read is so since the first look that failed, until one succeeds', () => {
  expect(unreadSince('a', true, NINE)).toEqual(NINE);
  expect(unreadSince('a', true, TEN)).toEqual(NINE);
  expect(unreadSince('a', false, TEN)).toBeNull();
  expect(unreadSince('a', true, TEN)).toEqual(TEN);
});

test('each thing has a beginning of its own, and without a clock none is made up', () => {
  expect(unreadSince('b', true, NINE)).toEqual(NINE);
  expect(unreadSince('c', true, null)).toBeNull();
  expect(unreadSince('c', true, TEN)).toEqual(TEN);
});
