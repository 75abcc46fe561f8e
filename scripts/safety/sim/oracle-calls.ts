import { MIN_GAP_MS } from '../../../lib/domain/limits/catalogue';
import type { Seen, Violation } from './oracle';
import type { Entry } from './provider';

const CALL_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

/** What the calls themselves must keep, whatever came of them. */
export function wrongCalls(seen: Seen): Violation[] {
  const ledger = seen.ledger.filter((entry) => entry.startedAt >= seen.plan.startsAt);
  return [
    ...undispatched(seen, ledger),
    ...attempts(seen),
    ...tooSoon(seen, ledger),
    ...unproven(seen),
    ...uncounted(seen),
    ...wrongWay(seen),
  ];
}

/** One call a dispatch: whoever tries again does it behind the ledger's back. */
function undispatched({ world }: Seen, ledger: Entry[]): Violation[] {
  const left = new Map<string, number>();
  const add = (key: string, n: number) => left.set(key, (left.get(key) ?? 0) + n);
  for (const row of world.tables.written.filter((one) => one.state === 'dispatching'))
    add(`${row.action} from ${row.accountId} to ${row.prospectId}`, 1);
  for (const entry of ledger) add(`${entry.action} from ${entry.accountId} to ${entry.personId}`, -1);
  return [...left]
    .filter(([, n]) => n < 0)
    .map(([key, n]) => ({ promise: 'P2' as const, what: `${-n} calls of ${key} without a dispatch` }));
}

/** Answers that prove that the provider behind the API was not asked. */
const NOT_ASKED = ['api_rate_limited', 'disconnected'];

/** Every call that reached the provider counts, so that a list of impossible people cannot become hundreds of calls. */
function attempts({ plan, ledger }: Seen): Violation[] {
  const out: Violation[] = [];
  for (const accountId of plan.accountIds) {
    for (const action of ['invite', 'message', 'resolve'] as const) {
      const at = ledger
        .filter((entry) => entry.accountId === accountId && entry.action === action)
        .filter((entry) => !NOT_ASKED.includes(entry.answer))
        .map((entry) => entry.startedAt);
      const most = Math.max(0, ...at.map((end) => at.filter((one) => one > end - DAY_MS && one <= end).length));
      const cap = plan.caps.get(`attempt.${action}.day`) ?? Number.POSITIVE_INFINITY;
      if (most > cap) out.push({ promise: 'I1', what: `attempt.${action}.day of ${accountId}: ${most} of ${cap}` });
    }
  }
  return out;
}

/** The gap between two of a kind; a call may begin a call time-out after it was counted. */
function tooSoon({ plan }: Seen, ledger: Entry[]): Violation[] {
  if (plan.gapless) return [];
  const out: Violation[] = [];
  for (const accountId of plan.accountIds) {
    for (const action of ['invite', 'message'] as const) {
      const at = ledger
        .filter((entry) => entry.accountId === accountId && entry.action === action)
        .map((entry) => entry.startedAt)
        .sort((a, b) => a - b);
      const gaps = at.slice(1).map((one, n) => one - (at[n] ?? one));
      const least = Math.min(...gaps);
      if (least < MIN_GAP_MS[action] - CALL_MS)
        out.push({ promise: 'P4', what: `two of ${action} from ${accountId} within ${least} ms` });
    }
  }
  return out;
}

/** What is called sent is in the provider's ledger. */
function unproven({ world, ledger }: Seen): Violation[] {
  return [...world.tables.of('sends').values()]
    .filter((row) => row.state === 'sent' && (row.action === 'invite' || row.action === 'message'))
    .filter(
      (row) =>
        !ledger.some(
          (entry) =>
            entry.landedAt !== null &&
            entry.accountId === row.accountId &&
            entry.action === row.action &&
            entry.personId === row.prospectId,
        ),
    )
    .map((row) => ({ promise: 'I4' as const, what: `${row.id} is called sent and is not` }));
}

/** What landed, or was refused for its limit, stays in every budget that it drew on (limits.md §5). */
function uncounted({ world, ledger }: Seen): Violation[] {
  const out: Violation[] = [];
  for (const row of world.tables.of('sends').values()) {
    if (row.kept.length === row.budgets.length) continue;
    const landed = ledger.some(
      (entry) =>
        entry.landedAt !== null &&
        entry.accountId === row.accountId &&
        entry.action === row.action &&
        entry.personId === row.prospectId &&
        entry.startedAt >= (row.dispatchedAt ?? Number.POSITIVE_INFINITY) &&
        entry.startedAt <= (row.dispatchedAt ?? 0) + CALL_MS,
    );
    const mayHave = ['sent', 'unknown', 'held'].includes(row.state) || row.answer === 'limit';
    if (landed || mayHave) out.push({ promise: 'I1', what: `${row.id} (${row.state}) is not counted` });
  }
  return out;
}

/** Once the provider may have acted, no arrow leads back to a call (design.md §4). */
const NO_WAY_BACK = ['unknown', 'held', 'sent', 'rejected'];

function wrongWay({ world }: Seen): Violation[] {
  const out: Violation[] = [];
  const last = new Map<string, string>();
  for (const { id, state } of world.tables.written) {
    const before = last.get(id) ?? '';
    if (NO_WAY_BACK.includes(before) && !['sent', 'held'].includes(state) && before !== state)
      out.push({ promise: 'P2', what: `${id} went from ${before} to ${state}` });
    last.set(id, state);
  }
  return out;
}
