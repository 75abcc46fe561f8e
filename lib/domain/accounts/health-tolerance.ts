import { HEALTH_STALE_MS, TOLERANCE_REAL_MS_MIN } from './constants';

/** Age in app ms after which a health record is too old to send on: 15 minutes, never under 30 real seconds (design.md §2). */
export function healthToleranceMs(clockSpeed: number): number {
  return Math.max(HEALTH_STALE_MS, TOLERANCE_REAL_MS_MIN * clockSpeed);
}
