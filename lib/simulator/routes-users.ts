import { z } from 'zod';
import { type Act, accept, refuse, refusedByLimit } from './acts';
import { type Answer, ok, problem, read } from './answers';
import { findTie, knownOp, personIdOf, type Tie, tieOf } from './identities';
import { cancel, confirm, invite, latestBetween, tieOfRequest } from './invitations';
import type { LedgerAction } from './ledger';
import { listAnswer, pageByCursor, pageByOffset } from './paging';
import type { Account } from './records';
import { accountRoute, type Call, type Route } from './router';
import { ownProfileShape, profileShape, requestShape, userShape, visitToken } from './shapes';
import type { Simulation } from './simulation';

/** Profiles, visits, invitations and relations. */
export function userRoutes(simulation: Simulation): Route[] {
  return [
    accountRoute('GET /v2/:account/users/me', (_, account) => ok(ownProfileShape(simulation, account))),
    accountRoute('POST /v2/:account/users/visit-profile', (call, account) => visit(simulation, call, account)),
    accountRoute('GET /v2/:account/users/me/relation-requests', (call, account) => requests(simulation, call, account)),
    accountRoute('POST /v2/:account/users/me/relation-requests', (call, account) => send(simulation, call, account)),
    accountRoute('POST /v2/:account/users/me/relation-requests/:id/accept', (call, account) => {
      const id = call.params.id ?? '';
      return confirm(simulation, actOf(call, account, 'accept', tieOfRequest(simulation, account, id), id), id);
    }),
    accountRoute('POST /v2/:account/users/me/relation-requests/:id/cancel', (call, account) => {
      const id = call.params.id ?? '';
      const received = simulation.store.get('request', id)?.direction === 'received';
      const tie = tieOfRequest(simulation, account, id);
      return cancel(simulation, actOf(call, account, received ? 'refuse' : 'withdraw', tie, id), id);
    }),
    accountRoute('GET /v2/:account/users/me/relations', (call, account) => relations(simulation, call, account)),
    accountRoute('GET /v2/:account/users/:user', (call, account) => profile(simulation, call, account)),
  ];
}

/** An act on one person by one account, as asked for by a call. */
export function actOf(call: Call, account: Account, action: LedgerAction, tie: Tie | null, named: string): Act {
  return { account, action, tie, named, note: false, open: false, reqId: call.reqId, now: call.now };
}

const INVITE = z.object({ user_id: z.string().min(1), message: z.string().optional() });
const REQUESTS_MAX = 100;
const RELATIONS_MAX = 1_000;

function profile(simulation: Simulation, call: Call, account: Account): Answer {
  const named = call.params.user ?? '';
  const tie = findTie(simulation, account, named);
  const act = actOf(call, account, 'lookup', tie, named);
  if (tie === null)
    return refuse(simulation, act, 'unknown_person', problem('provider/resource_not_found', 'No such member.'));
  const limited = refusedByLimit(simulation, act);
  if (limited !== null) return limited;
  accept(simulation, act, { ops: [knownOp(account, tie)], resultId: null });
  return ok(profileShape(simulation, account, tie, latestBetween(simulation, account, tie.person.slug)));
}

function visit(simulation: Simulation, call: Call, account: Account): Answer {
  const given = call.query.get('token') ?? '';
  const slug = Buffer.from(given.split('.')[0] ?? '', 'base64url').toString('utf8');
  const tie = tieOf(simulation, account, slug);
  const act = actOf(call, account, 'visit', tie, slug);
  if (tie === null || given !== visitToken(simulation.seed, account.id, slug)) {
    return refuse(simulation, act, 'bad_visit_token', problem('api/invalid_parameters', 'token: not valid'));
  }
  const limited = refusedByLimit(simulation, act);
  if (limited !== null) return limited;
  accept(simulation, act, { ops: [], resultId: null });
  return ok({ object: 'ProfileVisited' });
}

function send(simulation: Simulation, call: Call, account: Account): Answer {
  const body = read(INVITE, call.body);
  if (!body.ok) return body.answer;
  const message = body.value.message === undefined || body.value.message === '' ? null : body.value.message;
  const tie = findTie(simulation, account, body.value.user_id);
  // Invitations go by member id; a slug is not one.
  const byId =
    tie !== null && body.value.user_id === personIdOf(simulation.seed, account.id, tie.person.slug) ? tie : null;
  const act = { ...actOf(call, account, 'invite', byId, body.value.user_id), note: message !== null };
  return invite(simulation, act, message);
}

function requests(simulation: Simulation, call: Call, account: Account): Answer {
  const type = call.query.get('type');
  if (type !== 'sent' && type !== 'received') return problem('api/invalid_parameters', 'type: sent or received');
  const pending = simulation.store
    .ofAccount('request', account.id)
    .filter(([, request]) => request.direction === type && request.state === 'pending')
    .sort(([, a], [, b]) => b.createdAt.localeCompare(a.createdAt));
  const page = pageByOffset(pending, call.query, REQUESTS_MAX);
  if (!page.ok) return page.answer;
  const data = page.items.flatMap(([id, request]) => {
    const tie = tieOf(simulation, account, request.slug);
    return tie === null ? [] : [requestShape(id, request, tie)];
  });
  return listAnswer(page, data);
}

function relations(simulation: Simulation, call: Call, account: Account): Answer {
  const newestFirst = simulation.store
    .ofAccount('relation', account.id)
    .map(([, relation]) => ({ ...relation, key: `${relation.since}|${relation.slug}` }))
    .sort((a, b) => (a.key < b.key ? 1 : -1));
  const page = pageByCursor(newestFirst, call.query, RELATIONS_MAX, (relation) => relation.key);
  if (!page.ok) return page.answer;
  const ties = page.items.flatMap((relation) => {
    const tie = tieOf(simulation, account, relation.slug);
    return tie === null ? [] : [{ tie, since: relation.since }];
  });
  // Ids that were handed out can be used from now on.
  const fresh = ties.filter(({ tie }) => simulation.store.get('known', tie.personId) === undefined);
  if (fresh.length > 0) simulation.store.commit(fresh.map(({ tie }) => knownOp(account, tie)));
  return listAnswer(
    page,
    ties.map(({ tie, since }) => ({
      object: 'UserRelation',
      id: tie.personId,
      user: userShape(tie),
      created_at: since,
    })),
  );
}
