import { expect, it } from 'vitest';
import { sweeperGapMs } from './sweeper-pace';

const ZONES = ['Europe/Berlin', 'America/New_York'];
const MINUTE_MS = 60_000;
const gap = (at: string, functionId = 'headroom-wake-enrolments') =>
  Math.ceil(sweeperGapMs({ zones: ZONES, now: new Date(at), functionId }) / MINUTE_MS);

it('lets sweepers come every twenty minutes while somebody works, two hours before and one after', () => {
  expect(gap('2026-03-02T06:00:00.000Z')).toBe(19);
  expect(gap('2026-03-02T23:20:00.000Z')).toBe(19);
});

it('lets them come rarely at night and at the week’s end, and never so late that a day opens late', () => {
  expect(gap('2026-03-02T23:40:00.000Z')).toBe(240);
  expect(gap('2026-03-07T12:00:00.000Z')).toBe(240);
  expect(gap('2026-03-02T04:00:00.000Z')).toBe(120);
  expect(gap('2026-03-02T05:40:00.000Z')).toBe(60);
});

it('lets those that look for faults come every hour by day', () => {
  expect(gap('2026-03-02T12:00:00.000Z', 'headroom-reconcile-unknown')).toBe(60);
  expect(gap('2026-03-02T04:00:00.000Z', 'headroom-reconcile-unknown')).toBe(120);
});
