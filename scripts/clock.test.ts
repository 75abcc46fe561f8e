import { describe, expect, it } from 'vitest';
import { demoStart } from './clock.mjs';

describe('the start of a demo', () => {
  it.each([
    ['in winter', '2026-11-25T12:00:00Z', '2026-12-01T07:55:00.000Z'],
    ['in summer', '2026-07-06T23:30:00Z', '2026-07-07T06:55:00.000Z'],
    ['across the end of summer time', '2026-10-24T00:00:00Z', '2026-10-27T07:55:00.000Z'],
    ['on a Tuesday, a week on', '2026-11-24T07:00:00Z', '2026-12-01T07:55:00.000Z'],
  ])('is the next Tuesday 08:55 in Berlin %s', (_when, now, start) => {
    expect(demoStart(new Date(now)).toISOString()).toBe(start);
  });
});
