import { describe, expect, it } from 'vitest';
import { burstNotBefore } from './burst-guard';

const now = new Date('2026-11-25T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('the burst guard', () => {
  it.each([
    ['4 of 5 in ten minutes leave room', [1, 2, 3, 4], 20, null],
    ['the fifth waits for the oldest to leave', [1, 2, 3, 4, 9], 20, '2026-11-25T12:01:00.000Z'],
    ['sends that have left do not count', [1, 2, 3, 4, 10], 20, null],
    ['a small budget still lets one through', [3], 2, '2026-11-25T12:07:00.000Z'],
    ['nothing sent', [], 20, null],
  ])('%s', (_, minutes, hourlyCap, expected) => {
    const free = burstNotBefore({ sends: minutes.map(minutesAgo), hourlyCap, now });
    expect(free?.toISOString() ?? null).toBe(expected);
  });
});
