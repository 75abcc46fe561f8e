import { draw } from '@/lib/domain/pacing/seeded-draw';
import { setStatusOps } from './accounts';
import { type Answer, problem } from './answers';
import { configOf } from './config';
import { limitsPassedBy } from './hidden-limits';
import { type Tie, token } from './identities';
import type { LedgerAction } from './ledger';
import type { Account } from './records';
import { suspicionOf } from './rhythm';
import type { Simulation } from './simulation';
import { type Op, put } from './store';

/** One thing an account was told to do to one person. */
export interface Act {
  account: Account;
  action: LedgerAction;
  tie: Tie | null;
  /** What the caller named the person by, when nobody was found. */
  named: string;
  note: boolean;
  open: boolean;
  /** Profiles that a search hands out. */
  results?: number;
  reqId: string;
  now: Date;
}

/** Books an act that happened: world, queued events and ledger line in one commit, on disk before the answer. */
export function accept(simulation: Simulation, act: Act, result: { ops: Op[]; resultId: string | null }): void {
  const overHard = limitsPassedBy(simulation, act).hard;
  const noted = overHard.map((budget) => violationOp(simulation, act, `over_hard_cap:${budget}`));
  simulation.store.commit([...result.ops, ...noted], {
    ...lineOf(act),
    resultId: result.resultId,
    outcome: 'accepted',
  });
  restrictIfSuspicious(simulation, act);
}

/** Books an act that was refused, counts it as a violation and hands back the answer. */
export function refuse(simulation: Simulation, act: Act, refusal: string, answer: Answer): Answer {
  simulation.store.commit([violationOp(simulation, act, refusal)], {
    ...lineOf(act),
    resultId: null,
    outcome: 'refused',
    refusal,
  });
  if (refusal.startsWith(LIMIT)) restrictAfterManyLimits(simulation, act);
  return answer;
}

/** The refusal for an act over one of the account's hidden limits, or null when there is room. */
export function refusedByLimit(simulation: Simulation, act: Act): Answer | null {
  const budget = limitsPassedBy(simulation, act).hidden[0];
  if (budget === undefined) return null;
  return refuse(simulation, act, `${LIMIT}${budget}`, limitAnswer(simulation, act));
}

/** How a limit is answered: an invitation without a reason, all else with 429, and a share of both with 500 (limits.md §5). */
function limitAnswer(simulation: Simulation, act: Act): Answer {
  const place = draw(`${simulation.seed}|${act.account.id}|limit-answer|${simulation.store.size('violation')}`);
  if (place < configOf(simulation).limitErrorShare)
    return problem('provider/server_error', 'The provider failed to answer.');
  if (act.action === 'invite') return unexplained(simulation);
  return problem('provider/too_many_requests', 'The provider is limiting this account.');
}

/** A refused invitation as v2 answers it: without a reason, in the configured type. */
export function unexplained(simulation: Simulation): Answer {
  return problem(configOf(simulation).refusalType, 'The provider could not process this request.');
}

/** Notes something the app must not do, beside whatever it was answered. */
export function violationOp(
  simulation: Simulation,
  act: Pick<Act, 'account' | 'action' | 'tie' | 'named' | 'reqId' | 'now'>,
  kind: string,
): Op {
  const id = `vio_${token(16, act.reqId, kind, String(simulation.store.size('violation')))}`;
  return put('violation', id, {
    at: act.now.toISOString(),
    accountId: act.account.id,
    kind,
    action: act.action,
    slug: act.tie?.person.slug ?? act.named,
    requestId: act.reqId,
  });
}

const LIMIT = 'limit:';
const DAY_MS = 24 * 3_600_000;

function lineOf(act: Act) {
  return {
    at: act.now.toISOString(),
    realAt: new Date().toISOString(),
    accountId: act.account.id,
    action: act.action,
    personId: act.tie?.personId ?? null,
    slug: act.tie?.person.slug ?? act.named,
    note: act.note,
    open: act.open,
    ...(act.results === undefined ? {} : { results: act.results }),
    requestId: act.reqId,
  };
}

function restrictIfSuspicious(simulation: Simulation, act: Act): void {
  if (!configOf(simulation).watchRhythm) return;
  const accepted = simulation.store.ledger.ofAccount(act.account.id).filter((line) => line.outcome === 'accepted');
  const suspicion = suspicionOf(act.account, accepted);
  if (suspicion === null) return;
  // The act may have changed the account, e.g. its credits.
  const account = simulation.store.get('account', act.account.id) ?? act.account;
  simulation.store.commit([
    violationOp(simulation, act, suspicion),
    ...setStatusOps(simulation, account, 'restricted', act.now),
  ]);
}

function restrictAfterManyLimits(simulation: Simulation, act: Act): void {
  const fromMs = act.now.getTime() - DAY_MS;
  const refusals = simulation.store.ledger
    .ofAccount(act.account.id)
    .filter((line) => line.refusal?.startsWith(LIMIT) === true && Date.parse(line.at) > fromMs).length;
  if (refusals < configOf(simulation).restrictAfter) return;
  simulation.store.commit(setStatusOps(simulation, act.account, 'restricted', act.now));
}
