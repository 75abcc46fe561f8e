import type { Hunt } from './bugs/hunt';
import { huntFor } from './bugs/hunt';
import { PLANTED } from './bugs/planted';
import type { Replayed } from './replay/replays-of';
import { replaysOf } from './replay/replays-of';
import type { Tally } from './tally';
import { tallyOf } from './tally';

/** What a process is asked to do: it answers each task once, in order. */
export type Task =
  | { kind: 'schedules'; from: number; count: number }
  | { kind: 'replays'; from: number; count: number; templateUrl: string }
  | { kind: 'bug'; name: string; seedsMax: number };

export type Answer =
  | { kind: 'schedules'; from: number; tally: Tally }
  | ({ kind: 'replays' } & Replayed)
  | { kind: 'bug'; hunt: Hunt };

async function answerTo(task: Task): Promise<Answer> {
  switch (task.kind) {
    case 'bug': {
      const bug = PLANTED.find((one) => one.name === task.name);
      if (bug === undefined) throw new Error(`there is no planted bug "${task.name}"`);
      return { kind: 'bug', hunt: await huntFor(bug, task.seedsMax) };
    }
    case 'replays':
      return { kind: 'replays', ...(await replaysOf(task)) };
    case 'schedules':
      return { kind: 'schedules', from: task.from, tally: await tallyOf(task.from, task.count) };
  }
}

process.on('message', async (task: Task) => process.send?.(await answerTo(task)));
process.on('disconnect', () => process.exit());
