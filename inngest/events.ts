import { NonRetriableError } from 'inngest';
import { z } from 'zod';

/** What an event about an account carries. */
export const ACCOUNT_DATA = z.object({ workspaceId: z.string().min(1), accountId: z.string().min(1) });
/** What an event about a campaign carries. */
export const CAMPAIGN_DATA = z.object({ workspaceId: z.string().min(1), campaignId: z.string().min(1) });
/** What the arrival of a provider's event carries: the stored row, never its content. */
export const PROVIDER_EVENT_DATA = z.object({ workspaceId: z.string().min(1), eventId: z.string().min(1) });

/** What an event about a search for people carries. */
export const AUDIENCE_DATA = ACCOUNT_DATA.extend({ importId: z.string().min(1) });

/** Every event of the app. Each carries its workspace, because a function must know whose rows it may see. */
export type AppEvent =
  | { name: 'account/day-due'; id?: string; data: z.infer<typeof ACCOUNT_DATA> }
  | { name: 'account/withdrawals-due'; id?: string; data: z.infer<typeof ACCOUNT_DATA> }
  | { name: 'account/connected' | 'account/disconnected'; data: z.infer<typeof ACCOUNT_DATA> }
  | { name: 'account/paused' | 'account/resumed' | 'account/schedule-changed'; data: z.infer<typeof ACCOUNT_DATA> }
  | {
      name: 'campaign/launched' | 'campaign/resumed' | 'campaign/people-added';
      data: z.infer<typeof CAMPAIGN_DATA>;
    }
  | { name: 'audience/requested'; data: z.infer<typeof AUDIENCE_DATA> }
  | { name: 'provider-event/received'; data: z.infer<typeof PROVIDER_EVENT_DATA> };

export type AppEventName = AppEvent['name'];

/** An event's data in its shape. Anything else ends the run at once and by name: no later try would find it better. */
export function payloadOf<T>(schema: z.ZodType<T>, event: { name: string; data: unknown }): T {
  const parsed = schema.safeParse(event.data);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.message}`).join('; ');
  throw new NonRetriableError(`The event ${event.name} does not have the data it should: ${fields}`);
}

/** Events that end what runs for an account: its day is opened again, with what is true then (design.md §4). */
export const ACCOUNT_ENDS = (['account/paused', 'account/disconnected', 'account/schedule-changed'] as const).map(
  (event) => ({ event, match: 'data.accountId' }),
);
