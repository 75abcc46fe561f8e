import type { MemoryWorld } from './memory-store';
import type { Entry } from './provider';
import type { SendRow } from './tables';
import type { Plan } from './world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A time in which nothing may be started: of an account and an action, or of all of them. */
export interface Closed {
  from: number;
  to: number;
  accountId: string | null;
  action: Entry['action'] | null;
  why: string;
}

/** What the answers that were recorded asked for (limits.md §5), written down a second time on purpose. */
export function askedToWait(input: { plan: Plan; world: MemoryWorld; ledger: readonly Entry[] }): Closed[] {
  const out: Closed[] = [];
  for (const row of input.world.tables.written) {
    const wait = waitAfter(row, input);
    if (wait === null || row.settledAt === null) continue;
    const { accountId, action } = row;
    out.push({ from: row.settledAt, ...wait, accountId, action: action as Entry['action'] });
  }
  return out;
}

function waitAfter(
  row: SendRow,
  { plan, ledger }: { plan: Plan; ledger: readonly Entry[] },
): { to: number; why: string } | null {
  const at = row.settledAt ?? 0;
  if (row.state === 'rejected' && row.answer === 'limit')
    return { to: nextMidnight(plan, at), why: 'the provider had said that a limit was reached' };
  if (row.state === 'unknown' && row.answer === 'unknown')
    return { to: at + HOUR_MS, why: 'a send had an unknown outcome' };
  if (row.state !== 'released' || row.answer !== 'api_rate_limited') return null;
  const asked = ledger.findLast(
    (entry) =>
      entry.waitMs > 0 &&
      entry.accountId === row.accountId &&
      entry.action === row.action &&
      entry.personId === row.prospectId &&
      entry.startedAt >= (row.dispatchedAt ?? 0) &&
      entry.startedAt <= at,
  );
  return asked === undefined ? null : { to: at + asked.waitMs, why: 'the API had asked to wait' };
}

/** A day begins for a limit at the earliest at local midnight. */
function nextMidnight({ zone }: Plan, at: number): number {
  return (Math.floor((at + zone.offsetMs) / DAY_MS) + 1) * DAY_MS - zone.offsetMs;
}
