import { oc } from '@orpc/contract';
import { z } from 'zod';
import { explanation } from './explanation';
import {
  accountState,
  action,
  byId,
  capKind,
  dispatching,
  id,
  moment,
  pageOf,
  paging,
  provider,
  rampKind,
  reason,
  tier,
} from './shapes';

const clockTime = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'Write a time as HH:mm, such as 09:00.');
export const workingHours = z.array(z.object({ day: z.number().int().min(1).max(7), from: clockTime, to: clockTime }));
const targets = z.partialRecord(action, z.number().int().min(0));

export const account = z.object({
  id,
  provider,
  tier,
  name: z.string(),
  state: accountState,
  stateReason: z.string().nullable(),
  timeZone: z.string().nullable(),
  workingHours,
  daysOff: z.array(z.string()),
  targets,
  ownerId: z.string(),
  connectedAt: moment,
  pausedAt: moment.nullable(),
  pauseReason: z.string().nullable(),
});
export type Account = z.infer<typeof account>;

const figure = z.object({
  budget: z.string(),
  window: z.string(),
  /** Each number is null while it is not known, which is never 0. */
  cap: z.number().nullable(),
  sent: z.number().nullable(),
  reserved: z.number().nullable(),
  unknown: z.number().nullable(),
  used: z.number().nullable(),
  left: z.number().nullable(),
  effective: z.number().nullable(),
  bindingBudget: z.string().nullable(),
  resetsAt: moment.nullable(),
});
export type UsageFigure = z.infer<typeof figure>;

const rampDay = z.object({
  date: z.string(),
  cap: z.number().nullable(),
  planned: z.number().nullable(),
  sent: z.number(),
  decision: z.string(),
  reason: z.string(),
});

const ramp = z.object({
  week: z.number(),
  weeks: z.number(),
  today: z.object({
    cap: z.number().nullable(),
    decision: z.string(),
    reason: z.string(),
    inputs: z.record(z.string(), z.unknown()),
    /** The cap's formula with its numbers; null where the day kept too little of it. */
    formula: z.string().nullable(),
    /** The rules of the decision for invites, with the day's figures. */
    rules: z.array(
      z.object({ code: z.string(), label: z.string(), value: z.string(), needs: z.string(), met: z.boolean() }),
    ),
    /** The cap of every kind with its formula. */
    kinds: z.array(z.object({ kind: rampKind, cap: z.number(), formula: z.string().nullable() })),
    /** The ramp of an account of another network: the cap of its own budget; null on LinkedIn. */
    network: z.object({ key: z.string(), cap: z.number(), formula: z.string() }).nullable(),
    /** Why the other kinds than invites stand where they do. */
    otherReason: z.string().nullable(),
  }),
  days: z.array(rampDay),
});
export type AccountRamp = z.infer<typeof ramp>;

const health = z.object({
  asOf: moment,
  checkedAt: moment.nullable(),
  verdict: z.string(),
  factors: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      value: z.union([z.number(), z.string()]).nullable(),
      unit: z.enum(['word', 'moment', 'share', 'count']),
      sample: z.number().nullable(),
      verdict: z.string(),
      detail: z.string(),
    }),
  ),
});

export type HealthFactor = z.infer<typeof health>['factors'][number];

const signal = z.object({
  id,
  accountId: id,
  sendId: z.string().nullable(),
  action: z.string(),
  kind: z.string(),
  at: moment,
  headers: z.record(z.string(), z.string()),
  hourBefore: z.record(z.string(), z.number()),
  detail: z.string(),
});

/** How much the provider's rate headers slow the account, and what they said. */
const pace = z.object({
  factor: z.number(),
  notBefore: moment.nullable(),
  until: moment.nullable(),
  reason: z.string(),
  readings: z.array(
    z.object({ action, limit: z.number(), remaining: z.number(), resetsAt: moment, seenAt: moment.nullable() }),
  ),
});
export type Pace = z.infer<typeof pace>;

/** Actions that an answer outside the table has stopped until a person has looked. */
const asks = z.array(z.object({ action, reason: z.string() }));

const patch = z.object({
  id,
  name: z.string().trim().min(1).max(200).optional(),
  timeZone: z.string().max(80).optional(),
  workingHours: workingHours.max(50).optional(),
  daysOff: z.array(z.iso.date()).max(400).optional(),
  targets: z.partialRecord(action, z.number().int().min(0).nullable()).optional(),
});

const link = z.object({
  provider,
  country: z.string().length(2).nullable().optional(),
  reconnect: id.nullable().optional(),
  /** Age of the account at the network; left out means not known, which counts as new (limits.md §2). */
  ageDays: z.number().int().min(0).nullable().optional(),
  /** When the person agreed to the notice that automation is not permitted. */
  consentAt: moment.nullable().optional(),
});

const room = z.object({
  kind: capKind,
  target: z.number().nullable(),
  cap: z.number().nullable(),
  effective: z.number().nullable(),
  bindingBudget: z.string().nullable(),
  sent: z.number().nullable(),
  reserved: z.number().nullable(),
  unknown: z.number().nullable(),
  used: z.number().nullable(),
  left: z.number().nullable(),
});

const today = z.object({
  asOf: moment,
  accounts: z.array(
    z.object({
      account,
      verdict: explanation.shape.verdict,
      headline: z.string(),
      primary: explanation.shape.primary,
      next: explanation.shape.next,
      due: z.number().nullable(),
      room: z.array(room),
      needsYou: z.string().nullable(),
    }),
  ),
  needsYou: z.array(z.object({ accountId: id, text: z.string() })),
});

export const accounts = {
  list: oc.route({ method: 'GET', path: '/accounts' }).input(paging).output(pageOf(account)),
  get: oc.route({ method: 'GET', path: '/accounts/{id}' }).input(byId).output(account),
  patch: oc.route({ method: 'PATCH', path: '/accounts/{id}' }).input(patch).output(account),
  link: oc
    .route({ method: 'POST', path: '/accounts/link' })
    .input(link)
    .output(z.object({ url: z.string(), expiresAt: moment })),
  pause: oc
    .route({ method: 'PUT', path: '/accounts/{id}/pause' })
    .input(z.object({ id, reason }))
    .output(account.extend({ dispatching })),
  resume: oc.route({ method: 'DELETE', path: '/accounts/{id}/pause' }).input(byId).output(account),
  allowAction: oc
    .route({ method: 'DELETE', path: '/accounts/{id}/stops' })
    .input(z.object({ id, action }))
    .output(account),
  usage: oc
    .route({ method: 'GET', path: '/accounts/{id}/usage' })
    .input(byId)
    .output(z.object({ asOf: moment, budgets: z.array(figure) })),
  ramp: oc
    .route({ method: 'GET', path: '/accounts/{id}/ramp' })
    .input(z.object({ id, kind: rampKind.optional() }))
    .output(ramp),
  health: oc.route({ method: 'GET', path: '/accounts/{id}/health' }).input(byId).output(health),
  signals: oc
    .route({ method: 'GET', path: '/accounts/{id}/signals' })
    .input(z.object({ id, limit: paging.shape.limit }))
    .output(pageOf(signal).extend({ pace, asks })),
  explanation: oc.route({ method: 'GET', path: '/accounts/{id}/explanation' }).input(byId).output(explanation),
};

export const todayContract = oc.route({ method: 'GET', path: '/today' }).output(today);
export type Today = z.infer<typeof today>;
