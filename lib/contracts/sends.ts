import { oc } from '@orpc/contract';
import { z } from 'zod';
import { action, id, moment, pageOf, paging, sendOrigin, sendState } from './shapes';

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

const invitation = z.object({
  id,
  type: z.enum(['sent', 'received']),
  accountId: id,
  prospectId: id.nullable(),
  name: z.string().nullable(),
  sendId: id.nullable(),
  state: z.string(),
  sentAt: moment,
  acceptedAt: moment.nullable(),
  withdrawnAt: moment.nullable(),
});

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
};
