import { NOTE_CHARS_MAX } from '@/lib/domain/limits/catalogue';
import { accountEventOps } from './accounts';
import { type Act, accept, refuse, refusedByLimit, unexplained } from './acts';
import { type Answer, ok, problem } from './answers';
import { configOf } from './config';
import { drawnAcceptance } from './delays';
import { digits, knownOp, relationKey, type Tie, tieOf } from './identities';
import type { Account, RequestRecord } from './records';
import { requestShape, userShape } from './shapes';
import type { Simulation } from './simulation';
import { drop, type Op, put } from './store';

/** Sends an invitation; whether and when it is accepted is drawn now and happens by itself. */
export function invite(simulation: Simulation, act: Act, message: string | null): Answer {
  const refused = refusedInvitation(simulation, act, message);
  if (refused !== null) return refused;
  const { tie, account, now } = act;
  if (tie === null) throw new Error('An invitation that is not refused has a person');
  const { slug } = tie.person;
  const earlier = requestsBetween(simulation, account, slug).length;
  const key = `${simulation.seed}|${account.id}|${slug}|invite|${earlier}`;
  const id = digits(key);
  const request: RequestRecord = {
    accountId: account.id,
    slug,
    direction: 'sent',
    state: 'pending',
    message,
    createdAt: now.toISOString(),
    endedAt: null,
  };
  const ops: Op[] = [put('request', id, request), knownOp(account, tie)];
  const at = drawnAcceptance(key, now, account.acceptance ?? configOf(simulation).acceptance);
  if (at !== null) {
    const due = {
      accountId: account.id,
      slug,
      kind: 'accept' as const,
      at: at.toISOString(),
      requestId: id,
      text: null,
    };
    ops.push(put('due', `accept|${id}`, due));
  }
  accept(simulation, act, { ops, resultId: id });
  return ok(requestShape(id, request, tie), 201);
}

/** Withdraws a sent invitation or refuses a received one. */
export function cancel(simulation: Simulation, act: Act, requestId: string): Answer {
  const request = pending(simulation, act.account, requestId);
  if (request === null)
    return refuse(simulation, act, 'not_pending', problem('provider/resource_not_found', 'No such pending request.'));
  const limited = refusedByLimit(simulation, act);
  if (limited !== null) return limited;
  const state = request.direction === 'sent' ? ('withdrawn' as const) : ('refused' as const);
  const ended = { ...request, state, endedAt: act.now.toISOString() };
  accept(simulation, act, {
    ops: [put('request', requestId, ended), drop('due', `accept|${requestId}`)],
    resultId: requestId,
  });
  return ok({ object: 'RelationRequestCanceled' });
}

/** Accepts a received invitation. */
export function confirm(simulation: Simulation, act: Act, requestId: string): Answer {
  const request = pending(simulation, act.account, requestId);
  if (request === null || request.direction !== 'received') {
    return refuse(simulation, act, 'not_pending', problem('provider/resource_not_found', 'No such received request.'));
  }
  accept(simulation, act, {
    ops: relationOps(simulation, act.account, requestId, request, act.now),
    resultId: requestId,
  });
  return ok({ object: 'RelationRequestConfirmed' });
}

/** Operations that end an invitation as accepted: the relation, and the event that tells of it. */
export function relationOps(
  simulation: Simulation,
  account: Account,
  requestId: string,
  request: RequestRecord,
  at: Date,
): Op[] {
  const tie = tieOf(simulation, account, request.slug);
  if (tie === null) return [];
  const payload = { object: 'UserRelation', id: tie.personId, user: userShape(tie), created_at: at.toISOString() };
  return [
    put('request', requestId, { ...request, state: 'accepted', endedAt: at.toISOString() }),
    put('relation', relationKey(account.id, request.slug), {
      accountId: account.id,
      slug: request.slug,
      since: at.toISOString(),
    }),
    knownOp(account, tie),
    ...accountEventOps(simulation, account, 'relation.new', payload, at),
  ];
}

/** The newest invitation between an account and a person, in either direction. */
export function latestBetween(simulation: Simulation, account: Account, slug: string) {
  const [id, request] = requestsBetween(simulation, account, slug).at(-1) ?? [];
  return id === undefined || request === undefined ? null : { id, request };
}

/** The person a request is with. */
export function tieOfRequest(simulation: Simulation, account: Account, requestId: string): Tie | null {
  const request = simulation.store.get('request', requestId);
  return request?.accountId === account.id ? tieOf(simulation, account, request.slug) : null;
}

// General LinkedIn lore (unipile.md §7): a person whose invitation was withdrawn cannot be invited again for three weeks.
const REINVITE_LOCK_MS = 21 * 24 * 3_600_000;

function refusedInvitation(simulation: Simulation, act: Act, message: string | null): Answer | null {
  const { account, tie } = act;
  if (tie === null) return refuse(simulation, act, 'unknown_person', unexplained(simulation));
  if (message !== null && [...message].length > NOTE_CHARS_MAX[account.tier]) {
    return refuse(simulation, act, 'note_too_long', problem('provider/invalid_parameters', 'The message is too long.'));
  }
  if (tie.degree === 1) return refuse(simulation, act, 'already_connected', unexplained(simulation));
  if (tie.degree === 4) return refuse(simulation, act, 'out_of_network', unexplained(simulation));
  const latest = latestBetween(simulation, account, tie.person.slug)?.request;
  if (latest?.state === 'pending') return refuse(simulation, act, 'duplicate_invite', unexplained(simulation));
  const lockedMs = latest?.state === 'withdrawn' ? Date.parse(latest.endedAt ?? '') + REINVITE_LOCK_MS : 0;
  if (act.now.getTime() < lockedMs) return refuse(simulation, act, 'reinvite_lock', unexplained(simulation));
  return refusedByLimit(simulation, act);
}

function requestsBetween(simulation: Simulation, account: Account, slug: string): [string, RequestRecord][] {
  return simulation.store
    .ofAccount('request', account.id)
    .filter(([, request]) => request.slug === slug)
    .sort(([, a], [, b]) => a.createdAt.localeCompare(b.createdAt));
}

function pending(simulation: Simulation, account: Account, requestId: string): RequestRecord | null {
  const request = simulation.store.get('request', requestId);
  return request?.accountId === account.id && request.state === 'pending' ? request : null;
}
