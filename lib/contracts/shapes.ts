import { z } from 'zod';
import { ROLES } from '../domain/access/roles';
import { ACCOUNT_STATES, PROVIDERS } from '../domain/accounts/constants';
import {
  CAMPAIGN_STATES,
  ENROLMENT_STATES,
  NOTE_POLICIES,
  PRIORITIES,
  STEP_KINDS,
} from '../domain/campaigns/constants';
import { ACTIONS, CAP_KINDS, RAMP_KINDS, TIERS } from '../domain/limits/constants';
import { SEND_ORIGINS, SEND_STATES } from '../domain/sends/constants';

/** An instant with its zone. */
export const moment = z.iso.datetime({ offset: true });
export const id = z.string().min(1).max(80);
export const byId = z.object({ id });
export const role = z.enum(ROLES);
export const provider = z.enum(PROVIDERS);
export const accountState = z.enum(ACCOUNT_STATES);
export const tier = z.enum(TIERS);
export const action = z.enum(ACTIONS);
export const rampKind = z.enum(RAMP_KINDS);
export const capKind = z.enum(CAP_KINDS);
export const campaignState = z.enum(CAMPAIGN_STATES);
export const enrolmentState = z.enum(ENROLMENT_STATES);
export const priority = z.enum(PRIORITIES);
export const stepKind = z.enum(STEP_KINDS);
export const notePolicy = z.enum(NOTE_POLICIES);
export const sendState = z.enum(SEND_STATES);
export const sendOrigin = z.enum(SEND_ORIGINS);

/** `?limit&cursor` of every list. */
export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
});

/** A page of a list; `nextCursor` null is the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** The sends whose call had begun when a stop took hold; nothing else reaches the provider after it (design.md §4). */
export const dispatching = z.array(id);

/** Why a person stops or pauses something, in their words. */
export const reason = z.string().trim().max(500).nullable().optional();
