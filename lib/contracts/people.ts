import { oc } from '@orpc/contract';
import { z } from 'zod';
import { explanation } from './explanation';
import { byId, dispatching, id, moment, pageOf, paging, reason } from './shapes';

const text = z.string().max(2_000).nullable();

const prospect = z.object({
  id,
  firstName: text,
  lastName: text,
  fullName: text,
  company: text,
  title: text,
  location: text,
  email: text,
  phone: text,
  linkedinSlug: text,
  custom: z.record(z.string(), z.string()),
  suppressed: z.boolean(),
  repliedAt: moment.nullable(),
  optedOutAt: moment.nullable(),
  stoppedAt: moment.nullable(),
  /** Who paused the person; null for nobody, or somebody who is gone. */
  stoppedBy: z.string().nullable(),
  stopReason: z.string().nullable(),
  createdAt: moment,
  updatedAt: moment,
});
export type Prospect = z.infer<typeof prospect>;

/** A blank text clears a field, a missing one leaves it. */
const person = z.object({
  firstName: text.optional(),
  lastName: text.optional(),
  fullName: text.optional(),
  company: text.optional(),
  title: text.optional(),
  location: text.optional(),
  email: text.optional(),
  phone: text.optional(),
  linkedinSlug: text.optional(),
  linkedinUrl: text.optional(),
  custom: z.record(z.string().max(60), z.string().max(2_000)).optional(),
});

const list = z.object({ id, name: z.string(), people: z.number(), createdAt: moment });
export type List = z.infer<typeof list>;

export const prospects = {
  list: oc
    .route({ method: 'GET', path: '/prospects' })
    .input(paging.extend({ listId: id.optional(), query: z.string().max(200).optional() }))
    .output(pageOf(prospect)),
  create: oc
    .route({ method: 'POST', path: '/prospects', successStatus: 201 })
    .input(person.extend({ listId: id.nullable().optional() }))
    .output(prospect),
  get: oc.route({ method: 'GET', path: '/prospects/{id}' }).input(byId).output(prospect),
  patch: oc.route({ method: 'PATCH', path: '/prospects/{id}' }).input(person.extend({ id })).output(prospect),
  remove: oc.route({ method: 'DELETE', path: '/prospects/{id}' }).input(byId).output(z.object({ id, dispatching })),
  pause: oc
    .route({ method: 'PUT', path: '/prospects/{id}/pause' })
    .input(z.object({ id, reason }))
    .output(prospect.extend({ dispatching })),
  resume: oc.route({ method: 'DELETE', path: '/prospects/{id}/pause' }).input(byId).output(prospect),
  explanation: oc.route({ method: 'GET', path: '/prospects/{id}/explanation' }).input(byId).output(explanation),
};

const listName = z.string().trim().min(1, 'Give the list a name.').max(200);

export const lists = {
  list: oc.route({ method: 'GET', path: '/lists' }).input(paging).output(pageOf(list)),
  create: oc
    .route({ method: 'POST', path: '/lists', successStatus: 201 })
    .input(z.object({ name: listName }))
    .output(list),
  patch: oc
    .route({ method: 'PATCH', path: '/lists/{id}' })
    .input(z.object({ id, name: listName }))
    .output(list),
  remove: oc.route({ method: 'DELETE', path: '/lists/{id}' }).input(byId).output(z.object({ id })),
};
