import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { TIERS } from '@/lib/domain/limits/constants';
import { newAccountOps, setStatusOps, signedInOps } from './accounts';
import { type Answer, ok, problem, read } from './answers';
import { configOf } from './config';
import { nextDueAt, runDue } from './due';
import { FAULT_KINDS } from './faults';
import { relationKey } from './identities';
import { SCHEMAS } from './records';
import { type Call, type Route, route } from './router';
import { accountShape } from './shapes';
import type { Simulation } from './simulation';
import { drop, put } from './store';

/** The simulator's own controls, under `/_sim`: not part of the API it stands in for. */
export function controlRoutes(simulation: Simulation): Route[] {
  const { store, webhooks } = simulation;
  return [
    route('control', 'GET /_sim/status', () => status(simulation)),
    route('control', 'POST /_sim/clock', (call) => setClock(simulation, call)),
    route('control', 'GET /_sim/ledger', (call) => ledger(simulation, call)),
    route('control', 'GET /_sim/violations', () => violations(simulation)),
    route('control', 'GET /_sim/config', () => ok(configOf(simulation))),
    route('control', 'POST /_sim/config', (call) => setConfig(simulation, call)),
    route('control', 'GET /_sim/faults', () =>
      ok({ items: store.all('fault').map(([id, fault]) => ({ id, ...fault })) }),
    ),
    route('control', 'POST /_sim/faults', (call) => addFault(simulation, call)),
    route('control', 'DELETE /_sim/faults', () => {
      store.commit(store.all('fault').map(([id]) => drop('fault', id)));
      return ok({ success: true });
    }),
    route('control', 'POST /_sim/accounts', (call) => addAccount(simulation, call)),
    route('control', 'POST /_sim/accounts/:id/status', (call) => setStatus(simulation, call)),
    route('control', 'POST /_sim/replies', (call) => addReply(simulation, call)),
    route('control', 'POST /_sim/webhooks/retry', () => {
      const failed = store.all('delivery').filter(([, delivery]) => delivery.failed);
      store.commit(
        failed.map(([id, one]) => put('delivery', id, { ...one, failed: false, attempts: 0, nextRealMs: 0 })),
      );
      webhooks.pump();
      return ok({ retried: failed.length });
    }),
  ];
}

const CLOCK = z.object({
  now: z.coerce.date(),
  speed: z.number().nonnegative().default(1),
  pin: z.boolean().default(false),
});
const FAULT = z.object({
  route: z.string().min(1).max(200),
  kind: z.enum(FAULT_KINDS),
  count: z.number().int().min(1).max(10_000).default(1),
  delayMs: z.number().int().min(0).max(600_000).default(5_000),
  accountId: z.string().nullable().default(null),
});
const ACCOUNT = z.object({
  id: z
    .string()
    .regex(/^acc_[A-Za-z0-9_-]{1,80}$/)
    .optional(),
  provider: z.string().default('linkedin'),
  name: z.string().min(1),
  tier: z.enum(TIERS).default('free'),
  country: z.string().length(2).nullable().default(null),
  timeZone: z.string().nullable().default(null),
  connections: z.number().int().min(0).max(30_000).default(500),
  ageDays: z.number().min(0).default(1_000),
  acceptance: z.number().min(0).max(1).nullable().default(null),
  /** Whether the endpoints are told, as after a sign-in. */
  emit: z.boolean().default(false),
});
const STATUS = z.object({ status: z.enum(['running', 'disconnected', 'restricted', 'errored']) });
const REPLY = z.object({
  accountId: z.string(),
  personSlug: z.string(),
  text: z.string().min(1),
  inSeconds: z.number().min(0).default(0),
});

function status(simulation: Simulation): Answer {
  const { store, clock, webhooks } = simulation;
  return ok({
    now: clock.now().toISOString(),
    speed: clock.speed(),
    nextDueAt: nextDueAt(simulation),
    pendingWebhooks: webhooks.pending(),
    failedWebhooks: store.all('delivery').filter(([, delivery]) => delivery.failed).length,
    accounts: store.size('account'),
    restrictedAccounts: store.all('account').filter(([, account]) => account.status === 'restricted').length,
    ledgerSeq: store.ledger.lastSeq(),
    violations: store.size('violation'),
  });
}

function setClock(simulation: Simulation, call: Call): Answer {
  const body = read(CLOCK, call.body);
  if (!body.ok) return body.answer;
  simulation.clock.set(body.value.now, body.value.speed, body.value.pin);
  runDue(simulation);
  simulation.webhooks.pump();
  return status(simulation);
}

function ledger(simulation: Simulation, call: Call): Answer {
  const since = Number(call.query.get('since') ?? '0');
  if (!Number.isInteger(since) || since < 0) return problem('api/invalid_parameters', 'since: a sequence number');
  return ok({ items: simulation.store.ledger.since(since), lastSeq: simulation.store.ledger.lastSeq() });
}

function violations(simulation: Simulation): Answer {
  const items = simulation.store.all('violation').map(([id, violation]) => ({ id, ...violation }));
  const byKind: Record<string, number> = {};
  for (const { kind } of items) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return ok({ total: items.length, byKind, items });
}

function setConfig(simulation: Simulation, call: Call): Answer {
  const given = read(z.record(z.string(), z.unknown()), call.body);
  if (!given.ok) return given.answer;
  const body = read(SCHEMAS.config, { ...configOf(simulation), ...given.value });
  if (!body.ok) return body.answer;
  simulation.store.commit([put('config', 'config', body.value)]);
  return ok(body.value);
}

function addFault(simulation: Simulation, call: Call): Answer {
  const body = read(FAULT, call.body);
  if (!body.ok) return body.answer;
  const { count, ...fault } = body.value;
  const id = `flt_${randomBytes(8).toString('hex')}`;
  simulation.store.commit([put('fault', id, { ...fault, left: count })]);
  return ok({ id, ...fault, left: count }, 201);
}

function addAccount(simulation: Simulation, call: Call): Answer {
  const body = read(ACCOUNT, call.body);
  if (!body.ok) return body.answer;
  const { emit, id = `acc_${randomBytes(13).toString('hex')}`, ...input } = body.value;
  // Seeding twice is harmless: what the account has done since stays.
  const existing = simulation.store.get('account', id);
  if (existing !== undefined) return ok(accountShape(existing));
  const { account, ops } = newAccountOps(simulation, { ...input, id }, call.now);
  simulation.store.commit(emit ? [...ops, ...signedInOps(simulation, account, null, false, call.now)] : ops);
  return ok(accountShape(account), 201);
}

function setStatus(simulation: Simulation, call: Call): Answer {
  const body = read(STATUS, call.body);
  if (!body.ok) return body.answer;
  const account = simulation.store.get('account', call.params.id ?? '');
  if (account === undefined) return problem('api/resource_not_found', 'No such account.');
  simulation.store.commit(setStatusOps(simulation, account, body.value.status, call.now));
  return ok(accountShape({ ...account, status: body.value.status }));
}

function addReply(simulation: Simulation, call: Call): Answer {
  const body = read(REPLY, call.body);
  if (!body.ok) return body.answer;
  const { accountId, personSlug, text, inSeconds } = body.value;
  if (simulation.store.get('account', accountId) === undefined)
    return problem('api/resource_not_found', 'No such account.');
  const at = new Date(call.now.getTime() + inSeconds * 1_000).toISOString();
  const due = { accountId, slug: personSlug, kind: 'reply' as const, at, requestId: null, text };
  simulation.store.commit([put('due', `reply|${relationKey(accountId, personSlug)}`, due)]);
  runDue(simulation);
  return ok({ at }, 201);
}
