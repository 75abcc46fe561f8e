import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MESSAGE_CHARS_MAX } from '../domain/limits/catalogue';
import { byId, id, moment, pageOf, paging, sendState } from './shapes';

const thread = z.object({
  id,
  accountId: id,
  prospectId: id.nullable(),
  name: z.string().nullable(),
  lastInboundAt: moment.nullable(),
  lastOutboundAt: moment.nullable(),
  /** When somebody said that their last message needs no answer; a later one needs one again. */
  handledAt: moment.nullable(),
  createdAt: moment,
});
export type Thread = z.infer<typeof thread>;

/** Of an address: everything but these two words is refused. */
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');
const message = z.object({ id: z.string(), own: z.boolean(), text: z.string().nullable(), at: moment });
/** What became of a message by hand: its row of the ledger, and the conversation that it stands in. */
const written = z.object({ sendId: id, state: sendState, thread: thread.nullable() });
export type ThreadMessage = z.infer<typeof message>;
const text = z.string().max(MESSAGE_CHARS_MAX).regex(/\S/, 'Write something.');

export const threads = {
  list: oc
    .route({ method: 'GET', path: '/threads' })
    .input(paging.extend({ accountId: id.optional(), prospectId: id.optional(), unanswered: flag.optional() }))
    .output(pageOf(thread)),
  get: oc.route({ method: 'GET', path: '/threads/{id}' }).input(byId).output(thread),
  start: oc
    .route({ method: 'POST', path: '/threads', successStatus: 201 })
    .input(z.object({ accountId: id, prospectId: id, text }))
    .output(written),
  handle: oc.route({ method: 'PUT', path: '/threads/{id}/handled' }).input(byId).output(thread),
  reopen: oc.route({ method: 'DELETE', path: '/threads/{id}/handled' }).input(byId).output(thread),
  messages: oc
    .route({ method: 'GET', path: '/threads/{id}/messages' })
    .input(z.object({ id, cursor: paging.shape.cursor }))
    .output(pageOf(message)),
  write: oc
    .route({ method: 'POST', path: '/threads/{id}/messages', successStatus: 201 })
    .input(z.object({ id, text }))
    .output(written),
};
