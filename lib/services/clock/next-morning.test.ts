import { expect, test } from 'vitest';
import { DEFAULT_WORKING_HOURS } from '../../domain/accounts/constants';
import { isOpen } from '../../domain/pacing/working-hours';
import { nextMorning } from './next-morning';

const berlin = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
const tokyo = { ...berlin, timeZone: 'Asia/Tokyo' };

test('before the hours of a working day it is this morning, after their beginning the next working day', () => {
  // 2026-11-25 is a Wednesday; Friday's next morning is Monday's.
  const early = nextMorning(new Date('2026-11-25T02:00:00Z'), [berlin]);
  expect(early.toISOString().slice(0, 10)).toBe('2026-11-25');
  expect(isOpen(early, berlin)).toBe(true);
  expect(isOpen(new Date(early.getTime() - 1_000), berlin)).toBe(false);
  expect(nextMorning(new Date('2026-11-27T12:00:00Z'), [berlin]).toISOString().slice(0, 10)).toBe('2026-11-30');
});

test('of several accounts the first to begin counts, in its own zone', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const first = nextMorning(now, [berlin, tokyo]);
  expect(first).toEqual(nextMorning(now, [tokyo]));
  expect(first < nextMorning(now, [berlin])).toBe(true);
});

test('without an account it is the next 09:00, never the present moment', () => {
  expect(nextMorning(new Date('2026-11-25T09:00:00Z'), []).toISOString()).toBe('2026-11-26T09:00:00.000Z');
  expect(nextMorning(new Date('2026-11-25T08:59:59Z'), []).toISOString()).toBe('2026-11-25T09:00:00.000Z');
});
