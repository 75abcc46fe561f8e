import { expect, test } from 'vitest';
import { isPollTime } from './poll-time';

const EVERY_MS = 20 * 60_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 2, 2);
const DAYS = 60;

/** The stretches in which an account is polled, in ms since the start. */
function pollsOf(accountId: string): number[] {
  const ticks = Array.from({ length: (DAYS * 24 * HOUR_MS) / EVERY_MS }, (_, n) => n * EVERY_MS);
  return ticks.filter((tick) => isPollTime({ accountId, now: new Date(START + tick + 1_000), everyMs: EVERY_MS }));
}

test('every account is polled four times a day, always hours apart, and never at the same time of two days running', () => {
  for (const id of ['acc_a', 'acc_b', 'acc_c']) {
    const polls = pollsOf(id);
    expect(polls).toHaveLength(4 * DAYS);
    const gaps = polls.slice(1).map((at, n) => at - (polls[n] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * HOUR_MS - EVERY_MS);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * HOUR_MS + EVERY_MS);
    expect(new Set(gaps).size).toBeGreaterThan(10);
    const times = Array.from({ length: DAYS }, (_, day) =>
      polls.slice(4 * day, 4 * day + 4).map((at) => at % (24 * HOUR_MS)),
    );
    expect(times.slice(1).filter((day, n) => day.join() === times[n]?.join())).toEqual([]);
  }
});

test('accounts are spread: no stretch of a day polls more than a few of a hundred', () => {
  const perTick = new Map<number, number>();
  for (let n = 0; n < 100; n += 1) for (const at of pollsOf(`acc_${n}`)) perTick.set(at, (perTick.get(at) ?? 0) + 1);
  expect(Math.max(...perTick.values())).toBeLessThan(30);
  expect(perTick.size).toBeGreaterThan(DAYS * 24);
});
