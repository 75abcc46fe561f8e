import { describe, expect, it } from 'vitest';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { isOpen } from '../../lib/domain/pacing/working-hours';
import { pastDays } from './history-plan';

describe('pastDays', () => {
  const schedule = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
  const days = pastDays({ now: new Date('2026-12-01T07:55:00Z'), schedule, days: 6, seed: 'a' });

  it('gives working days only, oldest first, ending before today', () => {
    expect(days.map((day) => day.localDate)).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-30',
    ]);
  });

  it('keeps to the hours, to the first week’s cap of ten and to the minimum gap', () => {
    for (const day of days) {
      expect(day.slots.length).toBeLessThanOrEqual(10);
      for (const [index, slot] of day.slots.entries()) {
        expect(isOpen(slot, schedule)).toBe(true);
        const before = day.slots[index - 1];
        if (before) expect(slot.getTime() - before.getTime()).toBeGreaterThan(90_000);
      }
    }
  });
});
