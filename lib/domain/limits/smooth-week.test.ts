import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothDailyTarget, weekUsedUpOn } from './smooth-week';

const MON_FRI = [1, 2, 3, 4, 5];

describe('smoothing over the week', () => {
  it.each([
    [80, 200, MON_FRI, 40],
    [25, 150, MON_FRI, 25],
    [80, 150, MON_FRI, 30],
    [80, 200, [1, 2, 3], 67],
    [80, 200, [1, 1, 2], 80],
    [80, 200, [], 0],
    [0, 200, MON_FRI, 0],
  ])('a cap of %i with %i a week on %j gives %i a day', (cap, weekly, workingDays, target) => {
    expect(smoothDailyTarget({ cap, weekly, workingDays })).toBe(target);
  });

  it.each([
    [80, 200, MON_FRI, 3],
    [100, 200, MON_FRI, 3],
    [40, 200, MON_FRI, null],
    [201, 200, MON_FRI, 1],
    [80, 200, [2, 4, 6], 6],
    [80, 200, [5, 3, 1], 5],
    [80, 200, [], null],
    [0, 200, MON_FRI, null],
  ])('%i a day uses %i a week up on %j at weekday %s', (perDay, weekly, days, weekday) => {
    expect(weekUsedUpOn(perDay, weekly, days)).toBe(weekday);
  });

  it('never plans a day above the cap', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(400), (cap, weekly) => {
        expect(smoothDailyTarget({ cap, weekly, workingDays: MON_FRI })).toBeLessThanOrEqual(cap);
      }),
    );
  });
});
