import { FAULT_FLOORS } from './floors';
import type { PartResult, Progress, SafetyOptions, SafetyPart } from './part';
import { floorOf } from './part';
import { runTasks } from './pool';
import type { Tally } from './tally';
import { SENDS_LEAST } from './tally';

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
    const sum: Tally = { run: 0, counted: 0, sends: 0, faults: {}, broken: [] };
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
  for (const [kind, n] of Object.entries(more.faults)) sum.faults[kind] = (sum.faults[kind] ?? 0) + n;
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
  const missed: string[] = [];
  for (const [kind, published] of Object.entries(FAULT_FLOORS)) {
    const floor = floorOf(published, options);
    if ((sum.faults[kind] ?? 0) < floor) missed.push(`fault ${kind}: ${sum.faults[kind] ?? 0}, at least ${floor}`);
  }
  return {
    figures: { schedules: sum.counted, violations: broken.length, faults: sum.faults, sends: sum.sends },
    details: {
      seeds: { from: options.from, to: to - 1 },
      sendsLeast: SENDS_LEAST,
      schedulesWithFewerSends: sum.run - sum.counted,
      violatedSeeds: broken.map(({ seed, violations }) => ({ seed, violations })),
      floorsMissed: missed,
    },
    failures: [...failures, ...missed],
  };
}
