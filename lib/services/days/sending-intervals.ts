import type { OpenInterval, Schedule } from '../../domain/pacing/working-hours';
import { openIntervals } from '../../domain/pacing/working-hours';

/**
 * The open intervals of a local date in which a send may be started. On a scaled clock the app's time runs on while a
 * call is on its way, so hours close two real seconds early, whatever the speed (design.md §2, tolerances).
 */
export function sendingIntervals(localDate: string, schedule: Schedule, clockSpeed: number): OpenInterval[] {
  return openIntervals(localDate, schedule)
    .map(({ from, to }) => ({ from, to: new Date(to.getTime() - LAUNCH_REAL_MS * (clockSpeed - 1)) }))
    .filter(({ from, to }) => from < to);
}

const LAUNCH_REAL_MS = 2_000;
