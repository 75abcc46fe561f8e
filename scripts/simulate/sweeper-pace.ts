import { inWorkingHours } from './measure/local-time';

const HOUR_MS = 3_600_000;
const BY_DAY_MS = 19 * 60_000;
const BY_NIGHT_HOURS = 4;
/** Days are opened before their hours, and what comes in after them is still worked off. */
const AWAKE = { beforeMin: 120, afterMin: 60 };
/** What waits for these can wait for an hour: after faults, and of things that are days old. */
const HOURLY = [
  'sweep-reservations',
  'sweep-audiences',
  'reconcile-unknown',
  'compare-installation',
  'find-stale-invitations',
];

/**
 * App time from one turn of a sweeper to the next. Sweepers only find what no event announced, and they are much of what a
 * play costs: by day they come every twenty minutes or every hour, and while nobody works in any zone every four hours.
 */
export function sweeperGapMs(input: { zones: readonly string[]; now: Date; functionId: string }): number {
  const { zones, functionId } = input;
  for (let hours = 0; hours < BY_NIGHT_HOURS; hours += 1) {
    const at = new Date(input.now.getTime() + hours * HOUR_MS);
    if (!zones.some((zone) => inWorkingHours(at, zone, AWAKE))) continue;
    if (hours > 0) return hours * HOUR_MS - 1;
    return HOURLY.some((id) => functionId.endsWith(`-${id}`)) ? HOUR_MS - 1 : BY_DAY_MS;
  }
  return BY_NIGHT_HOURS * HOUR_MS - 1;
}
