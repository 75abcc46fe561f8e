import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARRIVAL_LAG_MS_MAX } from '../sends/constants';
import { budgetWindowOf, dayBounds, localDay, nextReset, windowStart } from './windows';

const HOUR = 3_600_000;
const ZONES = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];
const someZone = fc.constantFrom(...ZONES);
const someInstant = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

describe('the window of a budget', () => {
  it.each([
    ['invite.day', 'day', 24 * HOUR],
    ['attempt.resolve.day', 'day', 24 * HOUR],
    ['campaign.inmail.day', 'day', 24 * HOUR],
    ['message.hour', null, HOUR],
    ['invite.week', null, 7 * 24 * HOUR],
    ['inmail_credit.month', 'month', 30 * 24 * HOUR],
  ] as const)(
    'of %s is anchored at %s and one call time-out wider than the provider counts',
    (key, anchor, widthMs) => {
      expect(budgetWindowOf(key)).toEqual({ anchor, widthMs: widthMs + ARRIVAL_LAG_MS_MAX });
    },
  );

  it('starts at the rolling edge, which is earlier than midnight, on an ordinary evening', () => {
    const now = new Date('2026-11-25T17:00:00Z');
    expect(windowStart(now, budgetWindowOf('invite.day'), 'Europe/Berlin').toISOString()).toBe(
      '2026-11-24T16:57:30.000Z',
    );
  });

  it('starts at midnight when a day of 25 hours is longer than the rolling width', () => {
    const now = new Date('2026-10-25T22:59:00Z'); // 23:59 in Berlin, 24 h 59 min after midnight
    expect(windowStart(now, budgetWindowOf('invite.day'), 'Europe/Berlin').toISOString()).toBe(
      '2026-10-24T22:00:00.000Z',
    );
  });

  it('starts on the 1st when the month is longer than 30 days', () => {
    const now = new Date('2026-10-31T20:00:00Z');
    expect(windowStart(now, budgetWindowOf('invite_note.month'), 'UTC').toISOString()).toBe('2026-10-01T00:00:00.000Z');
  });

  it('always contains both the local day and the rolling 24 hours', () => {
    fc.assert(
      fc.property(someInstant, someZone, (now, zone) => {
        const window = budgetWindowOf('invite.day');
        const start = windowStart(now, window, zone);
        expect(start <= dayBounds(localDay(now, zone), zone).start).toBe(true);
        expect(now.getTime() - start.getTime()).toBeGreaterThanOrEqual(window.widthMs);
      }),
    );
  });
});

describe('local days', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-08', 'America/Los_Angeles', 23],
    ['2026-11-25', 'Asia/Kathmandu', 24],
  ])('%s in %s lasts %i hours', (date, zone, hours) => {
    const { start, end } = dayBounds(date, zone);
    expect((end.getTime() - start.getTime()) / HOUR).toBe(hours);
  });

  it('contain every instant of theirs, and end at the next reset', () => {
    fc.assert(
      fc.property(someInstant, someZone, (now, zone) => {
        const { start, end } = dayBounds(localDay(now, zone), zone);
        expect(start <= now && now < end).toBe(true);
        expect(nextReset(now, 'day', zone)).toEqual(end);
      }),
    );
  });

  it('reads the date in the zone, not in UTC', () => {
    expect(localDay(new Date('2026-11-25T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-26');
    expect(localDay(new Date('2026-11-25T03:00:00Z'), 'America/Los_Angeles')).toBe('2026-11-24');
  });

  it('resets a month on the 1st at local midnight', () => {
    expect(nextReset(new Date('2026-01-31T12:00:00Z'), 'month', 'Europe/Berlin').toISOString()).toBe(
      '2026-01-31T23:00:00.000Z',
    );
    expect(nextReset(new Date('2026-12-31T23:30:00Z'), 'month', 'Europe/Berlin').toISOString()).toBe(
      '2027-01-31T23:00:00.000Z',
    );
  });
});
