import { expect, test } from 'vitest';
import { DEFAULT_WORKING_HOURS } from '../accounts/constants';
import { rampMissingSince } from './ramp-since';

const at = (text: string) => new Date(`2026-03-${text}Z`);
const schedule = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
const account = { connectedAt: at('02T12:00:00'), schedule };
const day = (date: number, madeAt: Date) => ({
  startsAt: at(`0${date - 1}T23:00:00`),
  endsAt: at(`0${date}T23:00:00`),
  madeAt,
});

test('a decision is missed from the opening of the first hours that it would have been for', () => {
  expect(rampMissingSince(account, day(4, at('04T07:00:00')), at('05T10:00:00'))).toEqual(at('05T08:00:00'));
});

test('over a weekend it is missed from Monday on, and for days from the first of them', () => {
  const friday = day(6, at('06T07:00:00'));
  expect(rampMissingSince(account, friday, at('09T08:30:00'))).toEqual(at('09T08:00:00'));
  expect(rampMissingSince(account, friday, at('11T10:00:00'))).toEqual(at('09T08:00:00'));
});

test('before those hours open, it is missed since the last one ended', () => {
  expect(rampMissingSince(account, day(4, at('04T07:00:00')), at('05T07:59:00'))).toEqual(at('04T23:00:00'));
});

test('a decision of today that is refused tells when it was made, unless that cannot be', () => {
  const now = at('04T10:00:00');
  expect(rampMissingSince(account, day(4, at('04T07:00:00')), now)).toEqual(at('04T07:00:00'));
  expect(rampMissingSince(account, day(4, at('05T07:00:00')), now)).toEqual(at('03T23:00:00'));
  expect(rampMissingSince(account, day(4, at('01T07:00:00')), now)).toEqual(at('03T23:00:00'));
});

test('an account that never had one misses it from its first hours on', () => {
  expect(rampMissingSince(account, null, at('03T10:00:00'))).toEqual(at('03T08:00:00'));
  expect(rampMissingSince({ ...account, schedule: null }, null, at('03T10:00:00'))).toEqual(account.connectedAt);
});
