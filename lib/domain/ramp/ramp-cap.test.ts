import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RAMP_START, rampCap, rampFormula, rampWeeks } from './ramp-cap';

const capsOf = (weeks: number, start: number, target: number) =>
  Array.from({ length: weeks }, (_, index) => rampCap({ week: index + 1, weeks, start, target }));

describe('the cap of a ramp week', () => {
  it.each([
    [6, 10, 80, [10, 15, 23, 35, 53, 80]],
    [4, 10, 80, [10, 20, 40, 80]],
    [4, 10, 0, [0, 0, 0, 0]],
    [4, 15, 8, [8, 8, 8, 8]],
    [6, RAMP_START.inmail, 5, [1, 1, 2, 3, 4, 5]],
    [1, 10, 80, [80]],
  ])('over %i weeks from %i to %i is %j', (weeks, start, target, caps) => {
    expect(capsOf(weeks, start, target)).toEqual(caps);
  });

  it('counts weeks outside the ramp as its first or last', () => {
    expect(rampCap({ week: 0, weeks: 6, start: 10, target: 80 })).toBe(10);
    expect(rampCap({ week: 9, weeks: 6, start: 10, target: 80 })).toBe(80);
  });

  it('never falls from week to week and never exceeds the target', () => {
    fc.assert(
      fc.property(fc.constantFrom(4, 6), fc.integer({ min: 1, max: 50 }), fc.nat(200), (weeks, start, target) => {
        const caps = capsOf(weeks, start, target);
        expect([...caps].sort((a, b) => a - b)).toEqual(caps);
        expect(caps.at(-1)).toBe(target);
      }),
    );
  });
});

describe('the length of the ramp', () => {
  it.each([
    [90, 150, true, 4],
    [89, 150, true, 6],
    [90, 149, true, 6],
    [90, 150, false, 6],
    [null, 5_000, true, 6],
    [4_000, null, true, 6],
    [4_000, 5_000, null, 6],
  ])('at %s days, %s connections, active %s is %i weeks', (accountAgeDays, connections, activeLast30Days, weeks) => {
    expect(rampWeeks({ accountAgeDays, connections, activeLast30Days })).toBe(weeks);
  });
});

it('shows the formula of a week with its numbers', () => {
  const formula = rampFormula({ week: 3, weeks: 6, start: 10, target: 80 });
  expect(formula).toBe('min(80, round(10 × (80 ÷ 10)^((3 − 1) ÷ (6 − 1)))) = 23');
  expect(rampFormula({ week: 1, weeks: 4, start: 15, target: 8 })).toMatch(/= 8$/);
  expect(rampFormula({ week: 1, weeks: 4, start: 15, target: 0 })).toContain('the cap is 0');
});
