import { z } from 'zod';

/** How the world behaves, each switch with what holds until it is set. A journal of an older world may lack some. */
export const WORLD = z.object({
  /** What a refused invitation answers; the real type is not established (unipile.md §3). */
  refusalType: z
    .enum(['provider/unprocessable_entity', 'provider/conflict', 'provider/too_many_requests'])
    .default('provider/unprocessable_entity'),
  acceptance: z.number().min(0).max(1).default(0.37),
  reply: z.number().min(0).max(1).default(0.15),
  /** Calls per account and minute of app time that the API in front lets through. */
  apiLimitPerMinute: z.number().int().positive().default(300),
  echoOwnMessages: z.boolean().default(true),
  /** Limit refusals within a day after which the account is restricted. */
  restrictAfter: z.number().int().positive().default(25),
  /** An account's hidden limit of a budget is drawn between these shares of the catalogue's. */
  limitShareMin: z.number().positive().default(1),
  limitShareMax: z.number().positive().default(1.3),
  /** Share of the acts past a hidden limit that are answered with 500, which names no reason at all. */
  limitErrorShare: z.number().min(0).max(1).default(0),
  /** Share of webhooks that come up to 8 hours late, and share of those that come twice. */
  lateWebhooks: z.number().min(0).max(1).default(0),
  doubleWebhooks: z.number().min(0).max(1).default(0),
  /** How often in 30 days an account's connection is lost for some hours, on average. */
  dropsPerMonth: z.number().min(0).default(0),
  /** Share of these that are a security check of LinkedIn's, which lasts until its owner has entered a code. */
  checkpointShare: z.number().min(0).max(1).default(0),
  /** Whether an account that works at night or in a regular rhythm is restricted. */
  watchRhythm: z.boolean().default(false),
});
export type SimulatorConfig = z.infer<typeof WORLD>;
