import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMIT_FIELDS, LIMIT_PLANS } from '../domain/limits/constants';
import { WHOLE_NUMBER } from '../domain/limits/limit-problems';
import { action, byId, dispatching, id, moment, pageOf, paging, reason, role } from './shapes';

const stop = z.object({
  id,
  scope: z.enum(['workspace', 'action', 'account', 'campaign']),
  targetId: z.string().nullable(),
  action: z.string().nullable(),
  reason: z.string().nullable(),
  stoppedAt: moment,
  stoppedBy: z.string().nullable(),
  until: moment.nullable(),
});
export type Stop = z.infer<typeof stop>;
const stopInput = z.object({
  scope: stop.shape.scope,
  id: id.nullable().optional(),
  action: action.nullable().optional(),
});

export const controls = {
  stops: oc.route({ method: 'GET', path: '/controls/stop' }).output(pageOf(stop)),
  stop: oc
    .route({ method: 'PUT', path: '/controls/stop' })
    .input(stopInput.extend({ reason, until: moment.nullable().optional() }))
    .output(z.object({ stoppedAt: moment, until: moment.nullable(), dispatching })),
  resume: oc
    .route({ method: 'DELETE', path: '/controls/stop' })
    .input(stopInput)
    .output(z.object({ resumedAt: moment })),
};

const identityKind = z.enum(['linkedin_slug', 'linkedin_id', 'email', 'phone', 'domain']);
const suppression = z.object({
  id: z.string(),
  kind: identityKind,
  value: z.string(),
  reason: z.string().nullable(),
  prospectId: id.nullable(),
  suppressedAt: moment,
  suppressedBy: z.string().nullable(),
});

export const suppressions = {
  list: oc
    .route({ method: 'GET', path: '/suppressions' })
    .input(paging.extend({ kind: identityKind.optional(), query: z.string().max(200).optional() }))
    .output(pageOf(suppression)),
  create: oc
    .route({ method: 'POST', path: '/suppressions', successStatus: 201 })
    .input(z.object({ kind: identityKind, value: z.string().min(1).max(300), reason }))
    .output(suppression.extend({ stoppedEnrolments: z.number(), dispatching })),
  remove: oc
    .route({ method: 'DELETE', path: '/suppressions/{id}' })
    .input(z.object({ id: z.string().max(400) }))
    .output(z.unknown()),
};

const member = z.object({ id, name: z.string(), email: z.string(), role, joinedAt: moment });
export const members = {
  list: oc.route({ method: 'GET', path: '/members' }).input(paging).output(pageOf(member)),
  invite: oc
    .route({ method: 'POST', path: '/members', successStatus: 201 })
    .input(
      z.object({ email: z.email('Write an e-mail address.').max(254), name: z.string().trim().min(1).max(200), role }),
    )
    .output(z.object({ member, password: z.string().nullable() })),
  patch: oc.route({ method: 'PATCH', path: '/members/{id}' }).input(z.object({ id, role })).output(member),
  remove: oc.route({ method: 'DELETE', path: '/members/{id}' }).input(byId).output(byId),
};

const token = z.object({
  id,
  name: z.string(),
  role,
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string().nullable(),
  createdAt: moment,
  expiresAt: moment,
  revokedAt: moment.nullable(),
});
export const tokens = {
  list: oc.route({ method: 'GET', path: '/tokens' }).input(paging).output(pageOf(token)),
  create: oc
    .route({ method: 'POST', path: '/tokens', successStatus: 201 })
    .input(z.object({ role, days: z.number().optional(), name: z.string().max(200).optional() }))
    .output(z.object({ id, name: z.string(), role, token: z.string(), expiresAt: moment })),
  revoke: oc.route({ method: 'DELETE', path: '/tokens/{id}' }).input(byId).output(z.unknown()),
};

const auditEntry = z.object({
  id,
  at: moment,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  action: z.string(),
  objectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export const audit = {
  list: oc
    .route({ method: 'GET', path: '/audit' })
    .input(
      paging.extend({
        action: z.string().max(80).optional(),
        objectId: z.string().max(80).optional(),
        actorId: z.string().max(80).optional(),
        from: moment.optional(),
        to: moment.optional(),
      }),
    )
    .output(pageOf(auditEntry)),
};

const planCap = z.object({
  cap: z.number(),
  hardCap: z.number(),
  redLine: z.object({ op: z.enum(['>', '>=']), value: z.number() }).nullable(),
  published: z.object({ cap: z.number(), hardCap: z.number() }),
  own: z.object({ cap: z.number().nullable(), hardCap: z.number().nullable() }),
  waiting: z.array(z.object({ accountId: id, name: z.string(), cap: z.number(), from: z.string() })),
});
const limit = z.object({
  key: z.string(),
  provider: z.string(),
  section: z.number(),
  actions: z.array(z.string()),
  window: z.string().nullable(),
  unit: z.string().nullable(),
  caps: z.partialRecord(z.enum(LIMIT_PLANS), planCap).nullable(),
  official: z.number().nullable(),
  value: z.string().nullable(),
  counted: z.boolean(),
  words: z.string(),
  quote: z.string().nullable(),
  sources: z.array(z.string()),
  says: z.array(z.object({ source: z.string(), name: z.string(), says: z.string(), quote: z.string().nullable() })),
  disagreement: z.string().nullable(),
  checkedOn: z.string(),
});
export type Limit = z.infer<typeof limit>;
const limitChange = z.object({
  version: z.number(),
  provider: z.string(),
  key: z.string(),
  tier: z.enum(LIMIT_PLANS),
  field: z.enum(LIMIT_FIELDS),
  oldValue: z.number().nullable(),
  newValue: z.number().nullable(),
  published: z.number(),
  changedAt: moment,
  changedBy: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  acknowledged: z.string().nullable(),
});
export type LimitChange = z.infer<typeof limitChange>;
/** Null goes back to the published number; 0 means none. */
const limitNumber = z.number(WHOLE_NUMBER).int(WHOLE_NUMBER).min(0, WHOLE_NUMBER).nullable().optional();
export const limits = {
  list: oc.route({ method: 'GET', path: '/limits' }).output(
    z.object({
      items: z.array(limit),
      gaps: z.array(z.object({ action: z.string(), gapMsMin: z.number() })),
      changes: z.array(limitChange),
      nextCursor: z.string().nullable(),
    }),
  ),
  put: oc
    .route({ method: 'PUT', path: '/limits' })
    .input(
      z.object({
        key: z.string().min(1).max(80),
        provider: z.string().max(40).optional(),
        tiers: z.array(z.enum(LIMIT_PLANS)).min(1).max(LIMIT_PLANS.length).optional(),
        cap: limitNumber,
        hardCap: limitNumber,
        acknowledgedRisk: z.boolean().optional(),
      }),
    )
    .output(
      z.object({
        changes: z.array(limitChange),
        lowered: z.array(z.object({ accountId: id, name: z.string(), cap: z.number(), used: z.number() })),
        later: z.array(z.object({ accountId: id, name: z.string(), cap: z.number(), from: z.string() })),
      }),
    ),
};

const clockState = z.object({
  now: moment,
  speed: z.number(),
  mode: z.enum(['real', 'scaled', 'jumping']),
  jumpable: z.boolean(),
});
export const clock = {
  read: oc.route({ method: 'GET', path: '/clock' }).output(clockState),
  jump: oc
    .route({ method: 'POST', path: '/clock/jump' })
    .input(z.object({ to: z.string().max(40) }))
    .output(z.object({ now: moment })),
};

const me = z.object({
  user: z.object({ id, name: z.string(), email: z.string() }).nullable(),
  tokenId: z.string().nullable(),
  role,
  workspace: z.object({ id, name: z.string().nullable() }),
  permissions: z.array(z.string()),
});
export const meContract = oc.route({ method: 'GET', path: '/me' }).output(me);
