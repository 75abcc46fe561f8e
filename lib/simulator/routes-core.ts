import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { accountEventOps } from './accounts';
import { type Answer, ok, problem, read } from './answers';
import { type Call, type Route, route } from './router';
import { accountShape } from './shapes';
import type { Simulation } from './simulation';
import { drop, put } from './store';

/** Accounts, sign-in links and webhook endpoints: the API's own records, never limited and never cached. */
export function coreRoutes(simulation: Simulation): Route[] {
  return [
    route('core', 'GET /v2/accounts', (call) => accounts(simulation, call)),
    route('core', 'GET /v2/accounts/:id', (call) => account(simulation, call)),
    route('core', 'PATCH /v2/accounts/:id', (call) => patchAccount(simulation, call)),
    route('core', 'DELETE /v2/accounts/:id', (call) => removeAccount(simulation, call)),
    route('core', 'POST /v2/auth/link', (call) => link(simulation, call)),
    route('core', 'GET /v2/webhooks/endpoints', () => endpoints(simulation)),
    route('core', 'POST /v2/webhooks/endpoints', (call) => addEndpoint(simulation, call)),
    route('core', 'GET /v2/webhooks/endpoints/:id', (call) => endpoint(simulation, call)),
    route('core', 'PATCH /v2/webhooks/endpoints/:id', (call) => patchEndpoint(simulation, call)),
    route('core', 'DELETE /v2/webhooks/endpoints/:id', (call) => removeEndpoint(simulation, call)),
    route('core', 'GET /v2/webhooks/conversations', () =>
      ok({ object: 'Conversations', data: simulation.webhooks.log(), has_more: false }),
    ),
  ];
}

const PATCH_ACCOUNT = z.object({
  metadata: z.record(z.string(), z.unknown()).optional(),
  proxy: z.object({ country: z.string().length(2) }).optional(),
});
const HTTP_URL = z.url({ protocol: /^https?$/ });
const LINK = z.object({
  providers: z.union([z.literal('*'), z.array(z.string()).min(1)]).optional(),
  account_id: z.string().optional(),
  expires_on: z.iso.datetime({ offset: true }),
  redirect_uri: HTTP_URL,
  state: z.string().optional(),
  config: z
    .object({
      linkedin: z.object({ auto_proxy_config: z.object({ country: z.string().optional() }).optional() }).optional(),
    })
    .optional(),
});
const EVENTS = z.enum([
  'account.status.disconnected',
  'account.status.running',
  'account.status.errored',
  'account.status.degraded',
  'account.status.partial',
  'account.locked',
  'account.unlocked',
  'account.add',
  'account.reconnect',
  'account.remove',
  'account.initial_sync.running',
  'account.initial_sync.failed',
  'account.initial_sync.completed',
  'message.new',
  'message.update',
  'message.delete',
  'message.receipt.read',
  'message.receipt.delivery',
  'message.reaction.new',
  'message.reaction.delete',
  'chat.delete',
  'chat.update',
  'email.new',
  'email.new.bounce',
  'email.delete',
  'tracking.open',
  'tracking.click',
  'relation.new',
  'follower.new',
]);
const ENDPOINT = z.object({
  url: HTTP_URL.max(255),
  trigger_events: z.array(EVENTS).min(1),
  account_ids: z.array(z.string()).optional(),
  name: z.string().optional(),
  description: z.string().optional(),
});
const PATCH_ENDPOINT = ENDPOINT.partial().extend({ enabled: z.boolean().optional() });
const PROVIDERS = ['linkedin', 'whatsapp', 'instagram', 'google', 'outlook', 'imap', 'telegram'];

function accounts(simulation: Simulation, call: Call): Answer {
  const offset = Number(call.query.get('offset') ?? '0');
  const limit = Number(call.query.get('limit') ?? '100');
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || offset < 0 || limit < 1) {
    return problem('api/invalid_parameters', 'offset, limit: whole numbers');
  }
  const wanted = (name: string, value: string) => call.query.get(name) === null || call.query.get(name) === value;
  const shapes = simulation.store
    .all('account')
    .map(([, one]) => ({ provider: one.provider, shape: accountShape(one) }))
    .filter(({ provider, shape }) => wanted('provider', provider) && wanted('status', String(shape.status)));
  const data = shapes.slice(offset, offset + limit).map(({ shape }) => shape);
  return ok({ object: 'Accounts', data, has_more: offset + limit < shapes.length });
}

function account(simulation: Simulation, call: Call): Answer {
  const found = simulation.store.get('account', call.params.id ?? '');
  return found === undefined ? noAccount() : ok(accountShape(found));
}

function patchAccount(simulation: Simulation, call: Call): Answer {
  const body = read(PATCH_ACCOUNT, call.body);
  if (!body.ok) return body.answer;
  const found = simulation.store.get('account', call.params.id ?? '');
  if (found === undefined) return noAccount();
  const metadata = { ...found.metadata, ...body.value.metadata };
  const changed = { ...found, metadata, country: body.value.proxy?.country ?? found.country };
  simulation.store.commit([put('account', found.id, changed)]);
  return ok(accountShape(changed));
}

function removeAccount(simulation: Simulation, call: Call): Answer {
  const found = simulation.store.get('account', call.params.id ?? '');
  if (found === undefined) return noAccount();
  simulation.store.commit([
    drop('account', found.id),
    ...simulation.store.ofAccount('due', found.id).map(([id]) => drop('due', id)),
    ...accountEventOps(simulation, found, 'account.remove', { account: accountShape(found) }, call.now),
  ]);
  return ok({ success: true });
}

function link(simulation: Simulation, call: Call): Answer {
  const body = read(LINK, call.body);
  if (!body.ok) return body.answer;
  const { account_id: reconnect, providers = '*' } = body.value;
  if (reconnect === undefined && body.value.providers === undefined) {
    return problem('api/invalid_parameters', 'providers or account_id is required');
  }
  const found = reconnect === undefined ? undefined : simulation.store.get('account', reconnect);
  if (reconnect !== undefined && found === undefined) return noAccount();
  // The one secret of the page: whoever holds the address may sign in once.
  const token = randomBytes(24).toString('base64url');
  const record = {
    providers: found !== undefined ? [found.provider] : providers === '*' ? PROVIDERS : providers,
    reconnect: reconnect ?? null,
    state: body.value.state ?? null,
    redirectUri: body.value.redirect_uri,
    expiresOn: body.value.expires_on,
    mintedRealMs: Date.now(),
    country: body.value.config?.linkedin?.auto_proxy_config?.country ?? null,
    checkpoint: null,
  };
  simulation.store.commit([put('link', token, record)]);
  return ok({ object: 'HostedAuthLink', link: `${simulation.baseUrl()}/hosted/${token}` }, 201);
}

function endpoints(simulation: Simulation): Answer {
  return ok({
    object: 'WebhookEndpoints',
    data: simulation.store.all('endpoint').map(([id]) => endpointShape(simulation, id)),
    has_more: false,
  });
}

function addEndpoint(simulation: Simulation, call: Call): Answer {
  const body = read(ENDPOINT, call.body);
  if (!body.ok) return body.answer;
  const id = `we_${randomBytes(13).toString('hex')}`;
  const record = {
    url: body.value.url,
    secret: `wes_${randomBytes(24).toString('hex')}`,
    events: body.value.trigger_events.map(String),
    accountIds: body.value.account_ids ?? null,
    enabled: true,
    name: body.value.name ?? null,
    description: body.value.description ?? null,
  };
  simulation.store.commit([put('endpoint', id, record)]);
  return ok(endpointShape(simulation, id), 201);
}

function endpoint(simulation: Simulation, call: Call): Answer {
  const shape = endpointShape(simulation, call.params.id ?? '');
  return shape === null ? noEndpoint() : ok(shape);
}

function patchEndpoint(simulation: Simulation, call: Call): Answer {
  const body = read(PATCH_ENDPOINT, call.body);
  if (!body.ok) return body.answer;
  const id = call.params.id ?? '';
  const found = simulation.store.get('endpoint', id);
  if (found === undefined) return noEndpoint();
  const changed = {
    ...found,
    url: body.value.url ?? found.url,
    events: body.value.trigger_events?.map(String) ?? found.events,
    accountIds: body.value.account_ids ?? found.accountIds,
    enabled: body.value.enabled ?? found.enabled,
  };
  simulation.store.commit([put('endpoint', id, changed)]);
  return ok(endpointShape(simulation, id));
}

function removeEndpoint(simulation: Simulation, call: Call): Answer {
  const id = call.params.id ?? '';
  if (simulation.store.get('endpoint', id) === undefined) return noEndpoint();
  simulation.store.commit([drop('endpoint', id)]);
  return ok({ success: true });
}

function endpointShape(simulation: Simulation, id: string) {
  const found = simulation.store.get('endpoint', id);
  if (found === undefined) return null;
  return {
    object: 'WebhookEndpoint',
    id,
    enabled: found.enabled,
    url: found.url,
    trigger_events: found.events ?? EVENTS.options,
    secret: found.secret,
    application_id: 'app_simulator',
    account_ids: found.accountIds,
    account_targets: found.accountIds === null ? 'all' : 'some',
    description: found.description,
  };
}

function noAccount(): Answer {
  return problem('api/resource_not_found', 'No such account.');
}

function noEndpoint(): Answer {
  return problem('api/resource_not_found', 'No such endpoint.');
}
