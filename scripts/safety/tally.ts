import type { Violation } from './sim/oracle';
import { runSchedule } from './sim/schedule';

/** What happened in some schedules together. */
export interface Tally {
  /** Schedules run, and those of them that count because enough was sent. */
  run: number;
  counted: number;
  sends: number;
  faults: Record<string, number>;
  branches: Record<string, number>;
  broken: { seed: number; violations: Violation[] }[];
}

/** A schedule in which less reached the provider proves too little to be counted. */
export const SENDS_LEAST = 3;

/** The schedules of `count` seeds, tallied. A schedule that throws is a violation like any other. */
export async function tallyOf(from: number, count: number): Promise<Tally> {
  const tally: Tally = { run: 0, counted: 0, sends: 0, faults: {}, branches: {}, broken: [] };
  for (let seed = from; seed < from + count; seed += 1) {
    tally.run += 1;
    try {
      const outcome = await runSchedule(seed);
      if (outcome.violations.length > 0) tally.broken.push({ seed, violations: outcome.violations });
      if (outcome.sends < SENDS_LEAST) continue;
      tally.counted += 1;
      tally.sends += outcome.sends;
      addCounts(tally.faults, outcome.faults, (fault) => fault.split('_at_')[0] ?? fault);
      addCounts(tally.branches, outcome.branches);
    } catch (error) {
      tally.broken.push({ seed, violations: [{ promise: 'ended', what: String(error) }] });
    }
  }
  return tally;
}

/** Adds counts to others, under another name when `nameOf` gives one. */
export function addCounts(
  sum: Record<string, number>,
  more: Record<string, number>,
  nameOf: (name: string) => string = (name) => name,
): void {
  for (const [name, n] of Object.entries(more)) sum[nameOf(name)] = (sum[nameOf(name)] ?? 0) + n;
}
