import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MESSAGE_CHARS_MAX } from '../domain/limits/catalogue';
import { explanation } from './explanation';
import { forecast } from './forecast';
import {
  action,
  byId,
  campaignState,
  dispatching,
  enrolmentState,
  id,
  moment,
  pageOf,
  paging,
  priority,
  reason,
} from './shapes';
import { stepInput, stepOutput } from './steps';

const campaign = z.object({
  id,
  name: z.string(),
  state: campaignState,
  ownerId: z.string(),
  senderIds: z.array(id),
  people: z.number(),
  smoothWeek: z.boolean(),
  launchedAt: moment.nullable(),
  pausedAt: moment.nullable(),
  pauseReason: z.string().nullable(),
  completedAt: moment.nullable(),
  createdAt: moment,
  updatedAt: moment,
});
export type Campaign = z.infer<typeof campaign>;

const cap = z.number().int().min(0).nullable();
const perKind = <T extends z.ZodType>(value: T) => z.object({ invite: value, message: value, inmail: value });
const caps = z.object({
  dailyLimit: cap,
  invite: cap,
  message: cap,
  inmail: cap,
  effective: perKind(z.number()),
  senders: z.number(),
  total: perKind(z.number()),
  zones: perKind(z.enum(['off', 'calm', 'caution', 'red'])),
  acknowledgedAt: moment.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type CampaignCaps = z.infer<typeof caps>;

const person = z.object({
  id,
  campaignId: id,
  prospectId: id,
  name: z.string().nullable(),
  company: z.string().nullable(),
  accountId: id,
  state: enrolmentState,
  reason: z.string().nullable(),
  stepId: z.string().nullable(),
  action: action.nullable(),
  priority,
  dueAt: moment.nullable(),
  wakeAt: moment.nullable(),
  invitedAt: moment.nullable(),
  acceptedAt: moment.nullable(),
  repliedAt: moment.nullable(),
  /** The pause of the person, whatever the enrolment's state: since when, by whom and why. */
  pausedAt: moment.nullable(),
  pausedBy: z.string().nullable(),
  pauseReason: z.string().nullable(),
  createdAt: moment,
});
export type CampaignPerson = z.infer<typeof person>;

const leftOut = z.enum([
  'unknown',
  'suppressed',
  'opted_out',
  'replied',
  'paused',
  'already_enrolled',
  'in_another_campaign',
]);
const enrolled = z.object({
  requested: z.number(),
  enrolled: z.number(),
  leftOut: z.record(leftOut, z.number()),
  people: z.array(z.object({ prospectId: id, reason: leftOut })),
});

const funnel = z.object({
  asOf: moment,
  enrolled: z.number(),
  invited: z.number(),
  accepted: z.number(),
  messaged: z.number(),
  replied: z.number(),
  states: z.record(z.string(), z.number()),
});

const problem = z.object({
  severity: z.enum(['block', 'warn']),
  code: z.string(),
  path: z.string(),
  message: z.string(),
});
const preview = z.object({
  prospectId: id.nullable(),
  text: z.string(),
  subject: z.string().nullable(),
  missing: z.array(z.string()),
  characters: z.number(),
});

const create = z.object({
  name: z.string().trim().min(1, 'Give the campaign a name.').max(200),
  senderIds: z.array(id).max(50),
  listId: id.nullable().optional(),
});
const addPeople = z.object({
  id,
  prospectIds: z.array(id).max(10_000).optional(),
  listId: id.optional(),
  priority: priority.optional(),
});

export const campaigns = {
  list: oc
    .route({ method: 'GET', path: '/campaigns' })
    .input(paging.extend({ state: campaignState.optional(), accountId: id.optional() }))
    .output(pageOf(campaign)),
  create: oc.route({ method: 'POST', path: '/campaigns', successStatus: 201 }).input(create).output(campaign),
  get: oc.route({ method: 'GET', path: '/campaigns/{id}' }).input(byId).output(campaign),
  patch: oc
    .route({ method: 'PATCH', path: '/campaigns/{id}' })
    .input(create.omit({ listId: true }).partial().extend({ id, smoothWeek: z.boolean().optional() }))
    .output(campaign),
  getCaps: oc.route({ method: 'GET', path: '/campaigns/{id}/caps' }).input(byId).output(caps),
  putCaps: oc
    .route({ method: 'PUT', path: '/campaigns/{id}/caps' })
    .input(
      z.object({
        id,
        dailyLimit: z.number().nullable(),
        invite: z.number().nullable(),
        message: z.number().nullable(),
        inmail: z.number().nullable(),
        acknowledgedRisk: z.boolean().optional(),
      }),
    )
    .output(caps),
  getSteps: oc.route({ method: 'GET', path: '/campaigns/{id}/steps' }).input(byId).output(z.array(stepOutput)),
  putSteps: oc
    .route({ method: 'PUT', path: '/campaigns/{id}/steps', inputStructure: 'detailed' })
    .input(z.object({ params: byId, body: z.array(stepInput).max(50) }))
    .output(z.array(stepOutput)),
  people: oc
    .route({ method: 'GET', path: '/campaigns/{id}/people' })
    .input(paging.extend({ id, state: enrolmentState.optional(), reason: z.string().max(100).optional() }))
    .output(pageOf(person)),
  addPeople: oc.route({ method: 'POST', path: '/campaigns/{id}/people' }).input(addPeople).output(enrolled),
  launch: oc
    .route({ method: 'PUT', path: '/campaigns/{id}/launch' })
    .input(z.object({ id, acknowledgedRisk: z.boolean().optional() }))
    .output(campaign),
  pause: oc
    .route({ method: 'PUT', path: '/campaigns/{id}/pause' })
    .input(z.object({ id, reason }))
    .output(campaign.extend({ dispatching })),
  resume: oc.route({ method: 'DELETE', path: '/campaigns/{id}/pause' }).input(byId).output(campaign),
  forecast: oc.route({ method: 'GET', path: '/campaigns/{id}/forecast' }).input(byId).output(forecast),
  funnel: oc.route({ method: 'GET', path: '/campaigns/{id}/funnel' }).input(byId).output(funnel),
  problems: oc
    .route({ method: 'GET', path: '/campaigns/{id}/problems' })
    .input(byId)
    .output(z.object({ problems: z.array(problem) })),
  preview: oc
    .route({ method: 'POST', path: '/campaigns/{id}/preview' })
    .input(
      z.object({
        id,
        text: z.string().max(MESSAGE_CHARS_MAX),
        subject: z.string().max(200).nullable().optional(),
        prospectId: id.optional(),
      }),
    )
    .output(preview),
  explanation: oc.route({ method: 'GET', path: '/campaigns/{id}/explanation' }).input(byId).output(explanation),
};
