import type { Closed } from './closures';
import { askedToWait } from './closures';
import type { MemoryWorld } from './memory-store';
import { wrongCalls } from './oracle-calls';
import type { Entry } from './provider';
import type { Acknowledged } from './stops';
import type { SendRow } from './tables';
import type { Plan } from './world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The one time-out of a call (design.md §4): what was under way at a stop has begun by then. */
const CALL_MS = 30_000;
/** How long what was recorded may take to be seen, statement by statement. */
const SLOW_MS = 10_000;

export interface Violation {
  promise: 'I1' | 'I2' | 'I4' | 'I5' | 'P2' | 'P3' | 'P4' | 'ended';
  what: string;
}

export interface Seen {
  plan: Plan;
  world: MemoryWorld;
  ledger: readonly Entry[];
  stops: readonly Acknowledged[];
  /** Moments in which nothing may have been started, each with why. */
  closed: readonly Closed[];
}

/** Judges a schedule by the provider's ledger; the product's rows are only asked whether they account for it. */
export function judge(seen: Seen): Violation[] {
  return [
    ...overCaps(seen),
    ...twice(seen),
    ...afterStops(seen),
    ...whileClosed(seen),
    ...lost(seen),
    ...wrongCounters(seen),
    ...wrongCalls(seen),
  ];
}

/** What each action is counted in, written down a second time on purpose. */
const COUNTED_IN: { action: Entry['action'][]; key: string; window: 'day' | 'hour' | 'week' }[] = [
  { action: ['invite'], key: 'invite.day', window: 'day' },
  { action: ['invite'], key: 'invite.week', window: 'week' },
  { action: ['invite'], key: 'campaign.invite.day', window: 'day' },
  { action: ['invite'], key: 'ramp.invite.day', window: 'day' },
  { action: ['message'], key: 'message.day', window: 'day' },
  { action: ['message'], key: 'message.hour', window: 'hour' },
  { action: ['message'], key: 'campaign.message.day', window: 'day' },
  { action: ['message'], key: 'ramp.message.day', window: 'day' },
  { action: ['message', 'visit', 'resolve'], key: 'engagement.day', window: 'day' },
  { action: ['visit', 'resolve'], key: 'profile_view.day', window: 'day' },
];

function overCaps({ plan, ledger }: Seen): Violation[] {
  const out: Violation[] = [];
  for (const accountId of plan.accountIds) {
    for (const { action, key, window } of COUNTED_IN) {
      const at = ledger
        .filter((entry) => entry.accountId === accountId && action.includes(entry.action) && entry.landedAt !== null)
        .map((entry) => entry.startedAt);
      const cap = plan.caps.get(key) ?? Number.POSITIVE_INFINITY;
      const most = fullest(at, window, plan.zone.offsetMs);
      if (most > cap) out.push({ promise: 'I1', what: `${key} of ${accountId}: ${most} of ${cap}` });
    }
  }
  return out;
}

/** The most that any window of the kind holds: rolling, and for a day the local calendar too. */
function fullest(at: number[], window: 'day' | 'hour' | 'week', offsetMs: number): number {
  const width = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }[window];
  const rolling = at.map((end) => at.filter((one) => one > end - width && one <= end).length);
  if (window !== 'day') return Math.max(0, ...rolling);
  const dayOf = (one: number) => Math.floor((one + offsetMs) / DAY_MS);
  return Math.max(0, ...rolling, ...at.map((end) => at.filter((one) => dayOf(one) === dayOf(end)).length));
}

/** The same step reaches a person once: an invite once, and each text once. */
function twice({ ledger }: Seen): Violation[] {
  const counts = new Map<string, number>();
  for (const entry of ledger) {
    if (entry.landedAt === null || (entry.action !== 'invite' && entry.action !== 'message')) continue;
    const key = `${entry.action} "${entry.text}" to ${entry.personId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, n]) => n > 1)
    .map(([key, n]) => ({ promise: 'P2' as const, what: `${key}: ${n} times` }));
}

function afterStops({ ledger, stops }: Seen): Violation[] {
  const out: Violation[] = [];
  for (const stop of stops) {
    for (const entry of ledger) {
      if (entry.action === 'resolve' || entry.step <= stop.step || entry.startedAt >= stop.until) continue;
      if (stop.personId !== null && entry.personId !== stop.personId) continue;
      if (stop.accountId !== null && entry.accountId !== stop.accountId) continue;
      const listed = stop.dispatching.some((id) => id.startsWith(`enr_${entry.personId}/`));
      if (listed && entry.startedAt <= stop.at + CALL_MS) continue;
      out.push({
        promise: 'P3',
        what: `${entry.action} to ${entry.personId} began ${entry.startedAt - stop.at} ms after ${stop.kind}${listed ? ', listed but late' : ''}`,
      });
    }
  }
  return out;
}

/** A call belongs to its dispatch: one that was committed before the gate closed may begin within the call time-out. */
function whileClosed(seen: Seen): Violation[] {
  const out: Violation[] = [];
  for (const span of [...seen.closed, ...askedToWait(seen)]) {
    for (const entry of seen.ledger) {
      if (span.action !== null && entry.action !== span.action) continue;
      if (span.accountId !== null && entry.accountId !== span.accountId) continue;
      if (entry.startedAt > span.from + CALL_MS + SLOW_MS && entry.startedAt < span.to)
        out.push({ promise: 'P4', what: `${entry.action} to ${entry.personId} while ${span.why}` });
    }
  }
  return out;
}

/** After quiet: what landed is in a row that says so or asks a person, and nobody is stuck on the way. */
function lost({ ledger, world }: Seen): Violation[] {
  const out: Violation[] = [];
  const rows = [...world.tables.of('sends').values()];
  for (const entry of ledger) {
    if (entry.landedAt === null || (entry.action !== 'invite' && entry.action !== 'message')) continue;
    const mine = rows.filter(
      (row) => row.prospectId === entry.personId && row.action === entry.action && row.accountId === entry.accountId,
    );
    if (!mine.some((row) => ['sent', 'unknown', 'held'].includes(row.state)))
      out.push({ promise: 'I4', what: `${entry.action} to ${entry.personId} is in no row` });
  }
  for (const row of rows)
    if (row.state === 'reserved' || row.state === 'dispatching')
      out.push({ promise: 'I4', what: `${row.id} is still ${row.state}` });
  for (const row of world.tables.of('enrolments').values())
    if (row.active && row.state === 'sending') out.push({ promise: 'I4', what: `${row.id} is still sending` });
  return out;
}

function wrongCounters({ world }: Seen): Violation[] {
  const rows = [...world.tables.of('sends').values()];
  const counts = (key: string, accountId: string, since: number, campaignId: string) =>
    rows.filter(
      (row: SendRow) =>
        row.accountId === accountId &&
        row.kept.includes(key) &&
        row.at > since &&
        (campaignId === '' || row.campaignId === campaignId),
    ).length;
  return [...world.tables.of('budgets').values()]
    .filter((budget) => counts(budget.key, budget.accountId, budget.since, budget.campaignId) !== budget.used)
    .map((budget) => ({ promise: 'I5' as const, what: `${budget.id} says ${budget.used}` }));
}
