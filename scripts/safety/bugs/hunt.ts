import { runSchedule } from '../sim/schedule';
import type { PlantedBug } from './planting';

export interface Hunt {
  name: string;
  imitates: string;
  /** How many schedules it took until the bug was caught; null when none of them did. */
  seedsTaken: number | null;
  /** The broken promise, or the error, that gave it away. */
  caughtBy: string | null;
}

/** Runs schedules with the bug planted, from seed 1 on, until one of them gives it away. */
export async function huntFor(bug: PlantedBug, seedsMax: number): Promise<Hunt> {
  const { name, imitates, parts } = bug;
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const caughtBy = await runSchedule(seed, parts).then(
      ({ violations: [first] }) => (first === undefined ? null : `${first.promise} ${first.what}`),
      (error: unknown) => `error: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (caughtBy !== null) return { name, imitates, seedsTaken: seed, caughtBy };
  }
  return { name, imitates, seedsTaken: null, caughtBy: null };
}
