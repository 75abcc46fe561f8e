import { inWorkingHours } from './measure/local-time';

const HOUR_MS = 3_600_000;
const BY_DAY_MS = 19 * 60_000;
const BY_NIGHT_HOURS = 4;
/** Days are opened before their hours, and what comes in after them is still worked off. */
const AWAKE = { beforeMin: 120, afterMin: 60 };

/**
 * App time from one turn of a sweeper to the next. Sweepers only find what no event announced, and they are much of what a
 * play costs: those that come every five minutes come every twenty, and while nobody works in any zone every four hours.
 */
export function sweeperGapMs(zones: readonly string[], now: Date): number {
  for (let hours = 0; hours < BY_NIGHT_HOURS; hours += 1) {
    const at = new Date(now.getTime() + hours * HOUR_MS);
    if (zones.some((zone) => inWorkingHours(at, zone, AWAKE))) return hours === 0 ? BY_DAY_MS : hours * HOUR_MS - 1;
  }
  return BY_NIGHT_HOURS * HOUR_MS - 1;
}
