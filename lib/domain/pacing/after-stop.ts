import { drawBetween } from './seeded-draw';

const LEAST_MS = 30_000;
const MOST_MS = 10 * 60_000;

/**
 * When an account looks again after a stop with an end: some minutes later, drawn for the account. At the very moment
 * everything that the stop held would begin at once (limits.md §4).
 */
export function afterStop(endsAt: Date, accountId: string): Date {
  const seed = `${accountId}:stop:${endsAt.toISOString()}`;
  return new Date(endsAt.getTime() + drawBetween(seed, LEAST_MS, MOST_MS));
}
