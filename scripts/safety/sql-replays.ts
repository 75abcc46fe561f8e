import type { SafetyOptions, SafetyPart } from './part';
import { floorOf } from './part';
import { runTasks } from './pool';
import { startReplayServer } from './replay/server';
import type { Answer } from './worker';

/** Replays of the published proof. */
const REPLAYS = 2_000;
/** Seeds of one task; few, so that a run that is given up ends soon. */
const CHUNK = 10;
/** Seeds tried for each replay that is to count: the others send less than a schedule has to. */
const TRIES_MAX = 6;
const SHOWN_MAX = 20;
type Replays = Extract<Answer, { kind: 'replays' }>;

/** The same seeds once in memory and once on PostgreSQL: what the schedules prove of memory holds for the real store. */
export const sqlReplays: SafetyPart = {
  name: 'sqlReplays',
  proves: 'schedules leave identical ledgers in the memory of the simulation and in a real PostgreSQL',
  async run(options, progress) {
    const wanted = floorOf(REPLAYS, options);
    const server = await startReplayServer();
    const sum: Omit<Replays, 'kind'> = { replayed: 0, different: [] };
    let from = options.from;
    const next = () => {
      if (sum.replayed >= wanted || from - options.from >= TRIES_MAX * wanted || options.signal.aborted) return null;
      from += CHUNK;
      return { kind: 'replays' as const, from: from - CHUNK, count: CHUNK, templateUrl: server.templateUrl };
    };
    try {
      await runTasks({
        ...{ workers: options.workers, signal: options.signal, next },
        onAnswer: (answer) => {
          if (answer.kind !== 'replays') return;
          sum.replayed += answer.replayed;
          sum.different.push(...answer.different);
          progress(`${sum.replayed} of ${wanted} replays, ${sum.different.length} different`);
        },
      });
    } finally {
      await server.stop();
    }
    return resultOf(sum, wanted, { from: options.from, to: from - 1 });
  },
};

function resultOf(sum: Omit<Replays, 'kind'>, wanted: number, seeds: { from: SafetyOptions['from']; to: number }) {
  const different = sum.different.toSorted((a, b) => a.seed - b.seed);
  const failures = different.slice(0, SHOWN_MAX).map(({ seed, differences }) => `seed ${seed}: ${differences[0]}`);
  if (sum.replayed < wanted) failures.push(`only ${sum.replayed} of ${wanted} replays`);
  return {
    figures: { sqlReplays: sum.replayed - different.length },
    details: { seeds, replayed: sum.replayed, different: different.length, differentSeeds: different },
    failures,
  };
}
