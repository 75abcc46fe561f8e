import { expect, test } from 'vitest';
import { healthStaleSince } from './health-tolerance';

const NOW = new Date('2026-03-04T12:00:00Z');
const connectedAt = new Date('2026-03-01T08:00:00Z');
const MINUTE_MS = 60_000;
const since = (minutesAgo: number | null) =>
  healthStaleSince(
    { connectedAt, healthCheckedAt: minutesAgo === null ? null : new Date(NOW.getTime() - minutesAgo * MINUTE_MS) },
    NOW,
    15 * MINUTE_MS,
  );

test('health is known as long as the tolerance, on either side of now', () => {
  for (const minutesAgo of [0, 15, -15]) expect(since(minutesAgo)).toBeNull();
});

test('an old check was the last that is known; one never made, or not yet, says nothing since the account came', () => {
  expect(since(16)).toEqual(new Date('2026-03-04T11:44:00Z'));
  expect(since(null)).toEqual(connectedAt);
  expect(since(-16)).toEqual(connectedAt);
});
