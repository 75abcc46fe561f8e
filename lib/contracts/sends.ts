import { oc } from '@orpc/contract';
import { z } from 'zod';
import { action, byId, id, moment, pageOf, paging, reason, sendOrigin, sendState, stepKind } from './shapes';

const send = z.object({
  id,
  accountId: id,
  campaignId: id.nullable(),
  enrolmentId: id.nullable(),
  stepId: z.string().nullable(),
  prospectId: id.nullable(),
  action,
  origin: sendOrigin,
  state: sendState,
  spent: z.boolean(),
  attempt: z.number(),
  budgets: z.array(z.string()),
  reservedAt: moment,
  dispatchedAt: moment.nullable(),
  settledAt: moment.nullable(),
  answer: z
    .object({ code: z.string(), detail: z.string(), headers: z.record(z.string(), z.string()).optional() })
    .nullable(),
});
export type Send = z.infer<typeof send>;

/** A send whose outcome a person decides, with the evidence. */
const heldSend = z.object({
  id,
  action,
  accountId: id,
  accountName: z.string(),
  campaignId: id.nullable(),
  campaignName: z.string().nullable(),
  prospectId: id.nullable(),
  personName: z.string().nullable(),
  company: z.string().nullable(),
  step: z.object({ id, kind: stepKind }).nullable(),
  reservedAt: moment,
  dispatchedAt: moment.nullable(),
  heldAt: moment.nullable(),
  /** What the provider answered; null when that is not known any more. */
  answer: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** What its own lists showed when they were asked last; entries null: it could not be read. */
  looked: z
    .object({
      at: moment,
      lists: z.array(
        z.object({
          list: z.enum(['sent_invitations', 'relations', 'messages']),
          entries: z.number().nullable(),
          whole: z.boolean(),
        }),
      ),
    })
    .nullable(),
  subject: z.string().nullable(),
  words: z.string().nullable(),
});
export type HeldSend = z.infer<typeof heldSend>;
const decision = z.enum(['sent', 'closed']);
export type Decision = z.infer<typeof decision>;

/** A received invitation is found by its account and the provider's own id, which may be long. */
const receivedId = z.string().min(1).max(200);
const byReceivedId = z.object({ id: receivedId });
const invitation = z.object({
  id: receivedId,
  type: z.enum(['sent', 'received']),
  accountId: id,
  prospectId: id.nullable(),
  name: z.string().nullable(),
  sendId: id.nullable(),
  state: z.string(),
  /** Null for a received one that the provider does not list any more. */
  sentAt: moment.nullable(),
  acceptedAt: moment.nullable(),
  withdrawnAt: moment.nullable(),
  /** Where its withdrawal stands: `due` until the ledger has a row of it, then that row's state. */
  withdrawal: z
    .object({
      askedAt: moment.nullable(),
      sendId: id.nullable(),
      state: z.union([sendState, z.literal('due')]),
      reason: z.string().nullable(),
    })
    .nullable(),
});

export type Invitation = z.infer<typeof invitation>;

export const sends = {
  list: oc
    .route({ method: 'GET', path: '/sends' })
    .input(
      paging.extend({
        accountId: id.optional(),
        campaignId: id.optional(),
        prospectId: id.optional(),
        state: sendState.optional(),
        budget: z.string().max(80).optional(),
        from: moment.optional(),
        to: moment.optional(),
      }),
    )
    .output(pageOf(send)),
  held: oc.route({ method: 'GET', path: '/sends/held' }).input(paging).output(pageOf(heldSend)),
  decide: oc
    .route({ method: 'PUT', path: '/sends/{id}/decision' })
    .input(z.object({ id, outcome: decision, reason }))
    .output(z.object({ id, state: decision, spent: z.boolean(), decidedAt: moment })),
};

export const invitations = {
  list: oc
    .route({ method: 'GET', path: '/invitations' })
    .input(
      z.object({
        type: z.enum(['sent', 'received']).optional(),
        accountId: id.optional(),
        offset: z.coerce.number().int().min(0).optional(),
        limit: paging.shape.limit,
      }),
    )
    .output(z.object({ items: z.array(invitation), offset: z.number(), nextOffset: z.number().nullable() })),
  create: oc
    .route({ method: 'POST', path: '/invitations', successStatus: 201 })
    .input(z.object({ accountId: id, prospectId: id, note: z.string().max(2_000).nullable().optional() }))
    .output(invitation),
  accept: oc.route({ method: 'PUT', path: '/invitations/{id}/accept' }).input(byReceivedId).output(invitation),
  refuse: oc.route({ method: 'PUT', path: '/invitations/{id}/refuse' }).input(byReceivedId).output(invitation),
  withdraw: oc.route({ method: 'PUT', path: '/invitations/{id}/withdraw' }).input(byId).output(invitation),
};
