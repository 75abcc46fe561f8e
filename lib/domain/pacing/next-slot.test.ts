import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSlot } from './next-slot';
import type { OpenInterval } from './working-hours';

const HOUR = 3_600_000;
const at = (dayIndex: number, hour: number) => new Date(Date.UTC(2026, 10, 2 + dayIndex) + hour * HOUR);
const dayOf = (dayIndex: number): OpenInterval[] => [{ from: at(dayIndex, 9), to: at(dayIndex, 17.5) }];

function runDay(input: {
  intervals: OpenInterval[];
  start: Date;
  target: number;
  minGapMs: number;
  seed: string;
}): Date[] {
  const sends: Date[] = [];
  let now = input.start;
  for (let sent = 0; sent < input.target; sent += 1) {
    const slot = nextSlot({
      now,
      intervals: input.intervals,
      target: input.target,
      done: sent,
      minGapMs: input.minGapMs,
      seed: input.seed,
    });
    if (slot === null) break;
    sends.push(slot);
    now = slot;
  }
  return sends;
}

const gapsOf = (sends: Date[]) => sends.slice(1).map((send, index) => send.getTime() - (sends[index]?.getTime() ?? 0));
const hoursLeft = (send: Date | undefined, day: number) => (at(day, 17.5).getTime() - (send?.getTime() ?? 0)) / HOUR;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variation = (values: number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) / middle;
};

describe.each([
  ['invites', 40, 90_000],
  ['many invites', 80, 90_000],
  ['messages', 70, 60_000],
  ['profile views', 100, 20_000],
])('a month of %s, %i a day', (name, target, minGapMs) => {
  const month = Array.from({ length: 22 }, (_, day) =>
    runDay({ intervals: dayOf(day), start: at(day, 9), target, minGapMs, seed: `${name}/${day}` }),
  );

  it('varies its gaps: the coefficient within each day is at least 0.5', () => {
    for (const sends of month) expect(variation(gapsOf(sends))).toBeGreaterThanOrEqual(0.5);
  });

  it('has no minute of the hour with more than 5 % of the sends', () => {
    const minutes = month.flat().map((send) => send.getUTCMinutes());
    const most = Math.max(...Array.from({ length: 60 }, (_, minute) => minutes.filter((m) => m === minute).length));
    expect(most / minutes.length).toBeLessThanOrEqual(0.05);
  });

  it('reaches its target', () => {
    expect(month.flat()).toHaveLength(22 * target);
  });

  it('uses the whole day, not only its morning', () => {
    const late = month.flat().filter((send) => send.getUTCHours() * 60 + send.getUTCMinutes() >= 13 * 60 + 15).length;
    expect(late / month.flat().length).toBeGreaterThan(0.4);
    expect(late / month.flat().length).toBeLessThan(0.6);
  });
});

describe('the next slot', () => {
  it.each([1, 2, 8])('finds room for every one of a small target of %i, at no fixed time of day', (target) => {
    const month = Array.from({ length: 60 }, (_, day) =>
      runDay({ intervals: dayOf(day), start: at(day, 9), target, minGapMs: 90_000, seed: `small/${day}` }),
    );
    for (const sends of month) expect(sends).toHaveLength(target);
    const [early, late] = [6.75, 2.25].map(
      (hours) => month.filter((sends, day) => hoursLeft(sends[0], day) > hours).length,
    );
    expect(early).toBeGreaterThan(0);
    expect(late).toBeGreaterThan(early ?? 0);
  });

  it('keeps the minimum gap, the hours and the earliest instant, whatever it is asked', () => {
    const intervals = [
      { from: at(0, 9), to: at(0, 12) },
      { from: at(0, 13), to: at(0, 17) },
    ];
    const hours = fc.double({ min: 6, max: 18, noNaN: true });
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(600_000),
        fc.nat(200),
        fc.string(),
        (h, n, target, gap, done, seed) => {
          const input = { now: at(0, h), notBefore: at(0, n), target, done, minGapMs: gap, seed, intervals };
          const slot = nextSlot(input);
          if (slot === null) return;
          expect(slot.getTime() - input.now.getTime()).toBeGreaterThanOrEqual(gap);
          expect(slot >= input.notBefore).toBe(true);
          expect(intervals.some(({ from, to }) => from <= slot && slot < to)).toBe(true);
        },
      ),
    );
  });

  it('does not exist after closing, without a remainder, or without hours', () => {
    const input = { now: at(0, 10), intervals: dayOf(0), target: 5, done: 0, minGapMs: 90_000, seed: 's' };
    expect(nextSlot({ ...input, now: at(0, 17.5) })).toBeNull();
    expect(nextSlot({ ...input, done: 5 })).toBeNull();
    expect(nextSlot({ ...input, intervals: [] })).toBeNull();
    expect(nextSlot(input)).not.toBeNull();
  });

  it('does not catch up: two hours before closing the pace stays under 1.6 times the ordinary one', () => {
    const target = 80;
    const counts = Array.from(
      { length: 200 },
      (_, day) =>
        runDay({ intervals: dayOf(day), start: at(day, 15.5), target, minGapMs: 90_000, seed: `late/${day}` }).length,
    );
    const ordinary = target * (2 / 8.5);
    expect(mean(counts)).toBeLessThan(ordinary * 1.65);
    expect(mean(counts)).toBeGreaterThan(ordinary);
  });

  it('gives another slot for another seed and the same for the same', () => {
    const input = { now: at(0, 10), intervals: dayOf(0), target: 5, done: 0, minGapMs: 90_000, seed: 's' };
    expect(nextSlot(input)).toEqual(nextSlot(input));
    expect(nextSlot({ ...input, seed: 't' })).not.toEqual(nextSlot(input));
  });
});
