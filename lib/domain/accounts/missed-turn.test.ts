import { expect, test } from 'vitest';
import { missedTurnSince } from './missed-turn';

const at = (time: string) => new Date(`2026-11-25T${time}:00.000Z`);
const day = { endsAt: at('16:30'), clockSpeed: 1 };

test('a turn is missed when it is more than five minutes overdue', () => {
  expect(missedTurnSince({ ...day, dueAt: at('10:00'), now: at('10:05') })).toBeNull();
  expect(missedTurnSince({ ...day, dueAt: at('10:00'), now: at('10:06') })).toEqual(at('10:00'));
});

test('on a fast clock ten real seconds are allowed, whatever app time they are', () => {
  const fast = { ...day, clockSpeed: 600, dueAt: at('10:00') };
  expect(missedTurnSince({ ...fast, now: at('11:39') })).toBeNull();
  expect(missedTurnSince({ ...fast, now: at('11:41') })).toEqual(at('10:00'));
});

test('a day that is over, or was never opened, has no turn to miss', () => {
  expect(missedTurnSince({ ...day, dueAt: at('16:30'), now: at('16:40') })).toBeNull();
  expect(missedTurnSince({ ...day, endsAt: null, dueAt: at('10:00'), now: at('12:00') })).toBeNull();
  expect(missedTurnSince({ ...day, dueAt: null, now: at('12:00') })).toBeNull();
});
