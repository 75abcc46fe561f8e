import { SENDS_LEAST } from '../tally';
import { replaySeed } from './replay-seed';
import { laneOfProcess } from './server';

export interface Replayed {
  /** Schedules of enough sends that were run on both sides. */
  replayed: number;
  /** Those of them that did not end alike. */
  different: { seed: number; differences: string[] }[];
}

const SHOWN_MAX = 10;

/** Replays the schedules of `count` seeds on this process's own database. */
export async function replaysOf(task: { from: number; count: number; templateUrl: string }): Promise<Replayed> {
  const lane = await laneOfProcess(task.templateUrl);
  const sum: Replayed = { replayed: 0, different: [] };
  for (let seed = task.from; seed < task.from + task.count; seed += 1) {
    const replay = await replaySeed(lane, seed, SENDS_LEAST);
    if (replay === null) continue;
    sum.replayed += 1;
    if (replay.differences.length > 0)
      sum.different.push({ seed, differences: replay.differences.slice(0, SHOWN_MAX) });
  }
  return sum;
}
