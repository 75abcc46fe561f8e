import { PLANTED } from './bugs/planted';
import type { Replayed } from './replay/replays-of';
import { replaysOf } from './replay/replays-of';
import { runSchedule } from './sim/schedule';
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
  /** How many seeds it took until the bug was caught, and what gave it away; null when nothing did. */
  | { kind: 'bug'; name: string; seedsTaken: number | null; caughtBy: string | null };

async function huntFor(name: string, seedsMax: number): Promise<Answer> {
  const bug = PLANTED.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug "${name}"`);
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const caughtBy = await runSchedule(seed, bug.parts).then(
      ({ violations: [first] }) => (first === undefined ? null : `${first.promise} ${first.what}`),
      (error: unknown) => `error: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (caughtBy !== null) return { kind: 'bug', name, seedsTaken: seed, caughtBy };
  }
  return { kind: 'bug', name, seedsTaken: null, caughtBy: null };
}

async function answerTo(task: Task): Promise<Answer> {
  switch (task.kind) {
    case 'bug':
      return huntFor(task.name, task.seedsMax);
    case 'replays':
      return { kind: 'replays', ...(await replaysOf(task)) };
    case 'schedules':
      return { kind: 'schedules', from: task.from, tally: await tallyOf(task.from, task.count) };
  }
}

process.on('message', async (task: Task) => process.send?.(await answerTo(task)));
process.on('disconnect', () => process.exit());
