import { BRANCH_FLOORS, FAULT_FLOORS } from './floors';
import type { PartResult, Progress, SafetyOptions, SafetyPart } from './part';
import { floorOf } from './part';
import { runTasks } from './pool';
import type { Tally } from './tally';
import { addCounts, SENDS_LEAST } from './tally';

const CHUNK = 250;
/** Broken schedules that are shown; each is replayed by its seed. */
const SHOWN_MAX = 20;
/** Seeds tried for each schedule that is to count; more would mean that the worlds hardly send. */
const TRIES_MAX = 4;

/** Random schedules of faults and stops over the production send path: none may break a promise. */
export const schedules: SafetyPart = {
  name: 'schedules',
  proves: 'the send path keeps every promise in random schedules of crashes, hangs, bad answers and stops',
  async run(options, progress) {
    const sum: Tally = { run: 0, counted: 0, sends: 0, faults: {}, branches: {}, broken: [] };
    let from = options.from;
    const next = () => {
      const enough = sum.counted >= options.schedules || from - options.from >= TRIES_MAX * options.schedules;
      if (enough || options.signal.aborted) return null;
      from += CHUNK;
      return { kind: 'schedules' as const, from: from - CHUNK, count: CHUNK };
    };
    await runTasks({
      ...{ workers: options.workers, signal: options.signal, next },
      onAnswer: (answer) => {
        if (answer.kind !== 'schedules') return;
        add(sum, answer.tally);
        report(sum, options, progress);
      },
    });
    return resultOf(sum, options, from);
  },
};

function add(sum: Tally, more: Tally): void {
  sum.run += more.run;
  sum.counted += more.counted;
  sum.sends += more.sends;
  sum.broken.push(...more.broken);
  addCounts(sum.faults, more.faults);
  addCounts(sum.branches, more.branches);
}

function report(sum: Tally, options: SafetyOptions, progress: Progress): void {
  progress(`${sum.counted} of ${options.schedules} schedules, ${sum.sends} sends, ${sum.broken.length} broken`);
}

function resultOf(sum: Tally, options: SafetyOptions, to: number): PartResult {
  const broken = sum.broken.toSorted((a, b) => a.seed - b.seed);
  const failures = broken.slice(0, SHOWN_MAX).map(({ seed, violations }) => {
    const [first] = violations;
    return `seed ${seed}: ${first?.promise} ${first?.what} (npm run safety -- --seed ${seed})`;
  });
  if (sum.counted < options.schedules)
    failures.push(`only ${sum.counted} of ${sum.run} schedules sent ${SENDS_LEAST} times or more`);
  const missed = [
    ...missedFloors('fault', sum.faults, FAULT_FLOORS, options),
    ...missedFloors('branch', sum.branches, BRANCH_FLOORS, options),
  ];
  return {
    figures: { schedules: sum.counted, violations: broken.length, faults: sum.faults, sends: sum.sends },
    details: {
      seeds: { from: options.from, to: to - 1 },
      sendsLeast: SENDS_LEAST,
      schedulesWithFewerSends: sum.run - sum.counted,
      violatedSeeds: broken.map(({ seed, violations }) => ({ seed, violations })),
      branches: Object.fromEntries(Object.entries(sum.branches).sort(([a], [b]) => a.localeCompare(b))),
      floors: { faults: FAULT_FLOORS, branches: BRANCH_FLOORS },
      floorsMissed: missed,
    },
    failures: [...failures, ...missed],
  };
}

function missedFloors(
  kind: string,
  counts: Record<string, number>,
  floors: Record<string, number>,
  options: SafetyOptions,
): string[] {
  return Object.entries(floors)
    .map(([name, published]) => ({ name, n: counts[name] ?? 0, floor: floorOf(published, options) }))
    .filter(({ n, floor }) => n < floor)
    .map(({ name, n, floor }) => `${kind} ${name}: ${n}, at least ${floor}`);
}
