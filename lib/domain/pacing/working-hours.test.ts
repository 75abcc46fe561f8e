import { describe, expect, it } from 'vitest';
import { DEFAULT_WORKING_HOURS } from '../accounts/constants';
import { isOpen, nextDayOpenings, nextOpening, openIntervals, type Schedule } from './working-hours';

const berlin: Schedule = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
const iso = (date: Date | null | undefined) => date?.toISOString();
const spans = (date: string, schedule: Schedule) =>
  openIntervals(date, schedule).map(({ from, to }) => `${iso(from)} ${iso(to)}`);

describe('open intervals', () => {
  it('close one call time-out early', () => {
    expect(spans('2026-11-25', berlin)).toEqual(['2026-11-25T08:00:00.000Z 2026-11-25T16:29:30.000Z']);
  });

  it('are empty at the weekend and on a day off', () => {
    expect(spans('2026-11-28', berlin)).toEqual([]);
    expect(spans('2026-11-25', { ...berlin, daysOff: ['2026-11-25'] })).toEqual([]);
  });

  it('sort, join and keep breaks', () => {
    const workingHours = [
      { day: 3, from: '13:00', to: '15:00' },
      { day: 3, from: '09:00', to: '11:00' },
      { day: 3, from: '11:00', to: '12:00' },
    ];
    expect(spans('2026-11-25', { ...berlin, timeZone: 'UTC', workingHours })).toEqual([
      '2026-11-25T09:00:00.000Z 2026-11-25T11:59:30.000Z',
      '2026-11-25T13:00:00.000Z 2026-11-25T14:59:30.000Z',
    ]);
  });

  it('follow the clock change: 23 and 25 hours of a whole day', () => {
    const workingHours = [{ day: 7, from: '00:00', to: '24:00' }];
    const hours = (date: string) => {
      const [first] = openIntervals(date, { ...berlin, workingHours });
      return first === undefined ? 0 : (first.to.getTime() + 30_000 - first.from.getTime()) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-22')]).toEqual([23, 25, 24]);
  });

  it('vanish when they are shorter than the time-out', () => {
    const workingHours = [{ day: 3, from: '09:00', to: '09:00' }];
    expect(spans('2026-11-25', { ...berlin, workingHours })).toEqual([]);
  });
});

describe('being open', () => {
  it.each([
    ['2026-11-25T07:59:59.999Z', false],
    ['2026-11-25T08:00:00.000Z', true],
    ['2026-11-25T16:29:29.999Z', true],
    ['2026-11-25T16:29:30.000Z', false],
    ['2026-11-28T12:00:00.000Z', false],
  ])('at %s is %s', (now, open) => {
    expect(isOpen(new Date(now), berlin)).toBe(open);
  });

  it('uses the local date where it is not the date in UTC', () => {
    const auckland = { ...berlin, timeZone: 'Pacific/Auckland' };
    expect(isOpen(new Date('2026-11-29T21:00:00Z'), auckland)).toBe(true); // Monday 10:00 there
  });
});

describe('the next opening', () => {
  it.each([
    ['2026-11-25T07:00:00Z', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25T08:00:00Z', '2026-11-26T08:00:00.000Z'],
    ['2026-11-27T20:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['2026-03-27T20:00:00Z', '2026-03-30T07:00:00.000Z'],
  ])('after %s is %s', (now, opening) => {
    expect(iso(nextOpening(new Date(now), berlin))).toBe(opening);
  });

  it('skips days off', () => {
    const schedule = { ...berlin, daysOff: ['2026-11-26', '2026-11-27'] };
    expect(iso(nextOpening(new Date('2026-11-25T18:00:00Z'), schedule))).toBe('2026-11-30T08:00:00.000Z');
  });

  it('does not exist without hours', () => {
    expect(nextOpening(new Date('2026-11-25T18:00:00Z'), { ...berlin, workingHours: [] })).toBeNull();
  });

  it('of a day counts working days after today, one opening each', () => {
    const workingHours = DEFAULT_WORKING_HOURS.flatMap(({ day }) => [
      { day, from: '09:00', to: '12:00' },
      { day, from: '13:00', to: '17:00' },
    ]);
    const openings = nextDayOpenings(new Date('2026-11-26T06:00:00Z'), 2, { ...berlin, workingHours });
    expect(openings.map(iso)).toEqual(['2026-11-27T08:00:00.000Z', '2026-11-30T08:00:00.000Z']);
  });
});
