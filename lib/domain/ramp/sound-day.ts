import { RAMP_KINDS } from '../limits/constants';

/** No network lets an account do more of anything in a day; a number above it was not written by a decision. */
const DAY_NUMBER_MAX = 10_000;

/**
 * Whether the caps and targets of a stored day are numbers that a decision can have come to. Anything else is as good as no
 * decision: nothing is sent (fail closed).
 */
export function isSoundDay(day: { caps: unknown; targets: unknown }): boolean {
  return holdsNumbers(day.caps) && holdsNumbers(day.targets);
}

function holdsNumbers(numbers: unknown): boolean {
  if (typeof numbers !== 'object' || numbers === null) return false;
  const known = new Map<string, unknown>(Object.entries(numbers));
  return RAMP_KINDS.every((kind) => isDayNumber(known.get(kind)));
}

function isDayNumber(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= DAY_NUMBER_MAX;
}
