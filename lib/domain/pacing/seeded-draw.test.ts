import { describe, expect, it } from 'vitest';
import { draw, drawBetween, drawWhole } from './seeded-draw';

const seeds = Array.from({ length: 20_000 }, (_, index) => `account-7/2026-11-25/invite/${index}`);

describe('seeded draws', () => {
  it('repeat for the same seed and differ for another', () => {
    expect(draw('a')).toBe(draw('a'));
    expect(new Set(seeds.map(draw)).size).toBe(seeds.length);
  });

  it('fill the range evenly, though the seeds differ in one digit', () => {
    const buckets = new Array<number>(20).fill(0);
    for (const seed of seeds) {
      const value = draw(seed);
      expect(value >= 0 && value < 1).toBe(true);
      const bucket = Math.floor(value * 20);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // 1,000 expected in each; five standard deviations are about 155.
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(155);
  });

  it('do not follow one another', () => {
    const values = seeds.map(draw);
    const products = values.slice(1).map((value, index) => (value - 0.5) * ((values[index] ?? 0) - 0.5));
    const correlation = (products.reduce((sum, product) => sum + product, 0) / products.length) * 12;
    expect(Math.abs(correlation)).toBeLessThan(0.035);
  });

  it('stay in their range, and whole draws reach both ends', () => {
    for (const seed of seeds.slice(0, 500)) {
      const value = drawBetween(seed, 5, 7);
      expect(value >= 5 && value < 7).toBe(true);
    }
    expect([...new Set(seeds.slice(0, 500).map((seed) => drawWhole(seed, 2, 4)))].sort()).toEqual([2, 3, 4]);
  });
});
