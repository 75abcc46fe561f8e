import { HEALTH_STALE_MS, TOLERANCE_REAL_MS_MIN } from './constants';

/** Age in app ms after which a health record is too old to send on: 15 minutes, never under 30 real seconds (design.md §2). */
export function healthToleranceMs(clockSpeed: number): number {
  return Math.max(HEALTH_STALE_MS, TOLERANCE_REAL_MS_MIN * clockSpeed);
}

/**
 * Since when the health of an account is not known, null while its last check is within `toleranceMs` of `now`. A check that
 * was never made, or lies in the future, tells nothing since the account came.
 */
export function healthStaleSince(
  account: { healthCheckedAt: Date | null; connectedAt: Date },
  now: Date,
  toleranceMs: number,
): Date | null {
  const { healthCheckedAt, connectedAt } = account;
  if (healthCheckedAt === null) return connectedAt;
  const ageMs = now.getTime() - healthCheckedAt.getTime();
  if (Math.abs(ageMs) <= toleranceMs) return null;
  return ageMs > 0 ? healthCheckedAt : connectedAt;
}
