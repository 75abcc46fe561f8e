import { describe, expect, it } from 'vitest';
import { drawTarget } from './draw-target';

describe("a day's target", () => {
  it('is 80 to 100 % of the cap, never above it, and reaches both ends', () => {
    const targets = Array.from({ length: 2_000 }, (_, day) => drawTarget({ seed: `a/${day}`, cap: 80 }));
    expect(Math.min(...targets)).toBe(64);
    expect(Math.max(...targets)).toBe(80);
  });

  it.each([
    [0, 0],
    [-3, 0],
    [1, 1],
    [2, 2],
    [0.5, 0],
  ])('of a cap of %d is %i', (cap, target) => {
    expect(drawTarget({ seed: 'x', cap })).toBe(target);
  });

  it('is the same when it is drawn again', () => {
    expect(drawTarget({ seed: 'x', cap: 80 })).toBe(drawTarget({ seed: 'x', cap: 80 }));
  });
});
