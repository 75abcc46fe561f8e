import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSlot } from './next-slot';
import { type RateReading, ratePace, SLOWEST } from './rate-pace';

const now = new Date('2026-11-25T10:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const reading = (remaining: number, limit = 100): RateReading => ({ limit, remaining, resetAt: inMinutes(30) });

describe('the pace by the rate headers', () => {
  it.each([
    [100, 1, false],
    [50, 1, false],
    [40, 1.25, false],
    [25, 2, false],
    [11, 50 / 11, false],
    [10, 5, true],
    [1, SLOWEST, true],
    [0, SLOWEST, true],
  ])('with %i of 100 calls left the gaps are %d times as long, waiting for the window: %s', (left, factor, waits) => {
    const pace = ratePace([reading(left)], now);
    expect(pace.factor).toBeCloseTo(factor, 9);
    expect(pace.notBefore).toEqual(waits ? inMinutes(30) : null);
    expect(pace.because).toEqual(factor === 1 ? null : reading(left));
  });

  it('keeps the last call of a small window', () => {
    expect(ratePace([reading(1, 5)], now).notBefore).toEqual(inMinutes(30));
    expect(ratePace([reading(2, 5)], now).notBefore).toBeNull();
  });

  it('forgets a window that has opened anew, and knows nothing without readings', () => {
    expect(ratePace([{ ...reading(0), resetAt: now }], now)).toEqual({ factor: 1, notBefore: null, because: null });
    expect(ratePace([], now).factor).toBe(1);
  });

  const readings = fc.array(
    fc.record({
      limit: fc.integer({ min: 0, max: 200 }),
      remaining: fc.nat(200),
      minutes: fc.integer({ min: -60, max: 600 }),
    }),
    { maxLength: 5 },
  );
  const turn = ({ limit, remaining, minutes }: { limit: number; remaining: number; minutes: number }) => ({
    ...{ limit, remaining, resetAt: inMinutes(minutes) },
  });

  it('fewer calls left, or one more reading, never makes it faster', () => {
    fc.assert(
      fc.property(readings, fc.nat(4), fc.nat(50), (many, at, fewer) => {
        const before = ratePace(many.map(turn), now);
        const less = many.map((one, n) => (n === at ? { ...one, remaining: Math.max(0, one.remaining - fewer) } : one));
        for (const after of [ratePace(less.map(turn), now), ratePace([...many.map(turn), reading(fewer)], now)]) {
          expect(after.factor).toBeGreaterThanOrEqual(before.factor);
          expect(after.notBefore?.getTime() ?? 0).toBeGreaterThanOrEqual(before.notBefore?.getTime() ?? 0);
        }
      }),
    );
  });

  it('a slower pace never brings a slot forward', () => {
    const intervals = [{ from: inMinutes(-60), to: inMinutes(420) }];
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 80 }),
        fc.double({ min: 1, max: 8, noNaN: true }),
        (seed, target, factor) => {
          const input = { now, intervals, target, done: 0, minGapMs: 90_000, seed };
          const usual = nextSlot(input);
          const slow = nextSlot({ ...input, slowdown: factor });
          // A slot that does not fit into the day any more is no earlier one.
          expect(slow?.getTime() ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
            usual?.getTime() ?? Number.POSITIVE_INFINITY,
          );
        },
      ),
    );
  });
});
