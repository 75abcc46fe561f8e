import { Schedule } from '../sim/schedule';
import type { Outcome } from '../sim/schedule-parts';
import { SOUND } from '../sim/schedule-parts';
import { memorySide } from '../sim/side';
import type { Lane } from './lane';
import { load } from './load';
import type { Normal } from './normal';
import { normalOfMemory, normalOfSql } from './normal';
import { sqlSide } from './sql-side';

export interface Replay {
  seed: number;
  /** What is different on the two sides; none when the ledgers are identical. */
  differences: string[];
  /** The schedule in memory, judged by the oracle. */
  outcome: Outcome;
}

/**
 * Runs the schedule of a seed twice, in memory and on PostgreSQL, both with points between transactions only, and compares
 * the rows of both stores, the provider's ledgers, the stops with their lists, the faults and the number of steps. Null when it
 * has fewer sends than are wanted, which shows in memory.
 */
export async function replaySeed(lane: Lane, seed: number, sendsLeast = 0): Promise<Replay | null> {
  const memory = new Schedule(seed, { ...SOUND, side: (world) => memorySide(world, 'coarse') });
  await memory.run();
  const outcome = memory.outcome();
  if (outcome.sends < sendsLeast) return null;
  const before = { ...normalOfMemory(memory.world), ...seenBy(memory) };
  const onSql = new Schedule(seed, { ...SOUND, side: (world) => sqlSide(lane, world.scheduler) });
  try {
    await load(lane, onSql.world, onSql.seen().plan.zone.name);
    await onSql.run();
    const after = { ...(await normalOfSql(lane)), ...seenBy(onSql) };
    return { seed, differences: differencesOf(before, after), outcome };
  } catch (error) {
    return { seed, differences: [`the replay ended with ${describe(error)}`], outcome };
  }
}

/** What was seen from outside the rows. */
function seenBy(schedule: Schedule): Normal {
  const { ledger, stops, closed } = schedule.seen();
  const listed = stops.map((stop) => ({ ...stop, dispatching: stop.dispatching.toSorted() }));
  const { faults, steps } = schedule.outcome();
  return {
    ledger: ledger.map((entry) => JSON.stringify(entry)),
    stops: listed.map((stop) => JSON.stringify(stop)),
    closed: closed.map((span) => JSON.stringify(span)),
    faults: [JSON.stringify(Object.entries(faults).sort())],
    steps: [String(steps)],
  };
}

function differencesOf(memory: Normal, onSql: Normal): string[] {
  return Object.keys(memory).flatMap((part) => {
    const [ours, theirs] = [memory[part] ?? [], onSql[part] ?? []];
    const only = (rows: string[], others: string[], where: string) =>
      rows.filter((row) => !others.includes(row)).map((row) => `${part} ${where}: ${row}`);
    const found = [...only(ours, theirs, 'in memory alone'), ...only(theirs, ours, 'in SQL alone')];
    if (found.length === 0 && JSON.stringify(ours) !== JSON.stringify(theirs)) return [`${part} in another order`];
    return found;
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
