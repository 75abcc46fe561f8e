import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../db/client';
import { pauseAccount } from '../../../lib/services/accounts/pause-account';
import { pauseCampaign } from '../../../lib/services/campaigns/pause-campaign';
import type { ServiceContext } from '../../../lib/services/context';
import { withWorkspace } from '../../../lib/services/context';
import { putStop } from '../../../lib/services/controls/put-stop';
import { applyMessage } from '../../../lib/services/events/apply-message';
import { deleteProspect } from '../../../lib/services/prospects/delete-prospect';
import { pausePerson } from '../../../lib/services/prospects/pause-person';
import { createSuppression } from '../../../lib/services/suppressions/create-suppression';

/** What a stop of a race may aim at. */
export interface Target {
  accountId: string;
  campaignId: string;
  /** The person whom a stop of one person concerns. */
  prospectId: string;
  providerUserId: string;
  slug: string;
  email: string;
}

export interface StopKind {
  name: string;
  /** Whether it concerns one person, or everybody in the race. */
  of: 'person' | 'all';
  /** The product's own verb; answers the sends that it lists as under way. */
  stop: (ctx: ServiceContext, target: Target) => Promise<string[]>;
}

/** Every way in which the product acknowledges a stop. */
export const STOP_KINDS: readonly StopKind[] = [
  { name: 'a reply', of: 'person', stop: (ctx, target) => answered(ctx, target, 'Let us talk next week.') },
  { name: 'an opt-out', of: 'person', stop: (ctx, target) => answered(ctx, target, 'unsubscribe') },
  {
    name: 'a suppressed handle',
    of: 'person',
    stop: async (ctx, { slug }) => (await createSuppression(ctx, { kind: 'linkedin_slug', value: slug })).dispatching,
  },
  {
    name: 'a suppressed domain',
    of: 'person',
    stop: async (ctx, { email }) =>
      (await createSuppression(ctx, { kind: 'domain', value: email.split('@')[1] ?? '' })).dispatching,
  },
  {
    name: 'the erasure of a person',
    of: 'person',
    stop: async (ctx, { prospectId }) => (await deleteProspect(ctx, { id: prospectId })).dispatching,
  },
  {
    name: 'a pause of the person',
    of: 'person',
    stop: async (ctx, { prospectId }) => (await pausePerson(ctx, { id: prospectId })).dispatching,
  },
  {
    name: 'a pause of the account',
    of: 'all',
    stop: async (ctx, { accountId }) => (await pauseAccount(ctx, { id: accountId })).dispatching,
  },
  {
    name: 'a pause of the campaign',
    of: 'all',
    stop: async (ctx, { campaignId }) => (await pauseCampaign(ctx, { id: campaignId })).dispatching,
  },
  {
    name: 'the kill switch of the workspace',
    of: 'all',
    stop: async (ctx) => (await putStop(ctx, { scope: 'workspace' })).dispatching,
  },
  {
    name: 'the kill switch of the action',
    of: 'all',
    stop: async (ctx) => (await putStop(ctx, { scope: 'action', action: 'invite' })).dispatching,
  },
  {
    name: 'the kill switch of the account',
    of: 'all',
    stop: async (ctx, { accountId }) => (await putStop(ctx, { scope: 'account', id: accountId })).dispatching,
  },
  {
    name: 'the kill switch of the campaign',
    of: 'all',
    stop: async (ctx, { campaignId }) => (await putStop(ctx, { scope: 'campaign', id: campaignId })).dispatching,
  },
];

/** An answer as the webhook brings it; its list is in the audit trail, there is nobody to tell. */
async function answered(ctx: ServiceContext, target: Target, text: string): Promise<string[]> {
  const event = {
    kind: 'message_new' as const,
    ...{ eventId: `evt ${target.prospectId}`, providerAccountId: '', at: ctx.now, chatId: `chat ${target.prospectId}` },
    ...{ messageId: `msg ${target.prospectId}`, senderUserId: target.providerUserId, own: false, text },
  };
  return withWorkspace(ctx, async (tx) => {
    await applyMessage(tx, ctx, { accountId: target.accountId, event });
    const [row] = await rowsOf<{ ids: string[] }>(
      tx,
      sql`select details->'dispatching' as ids from audit_entries where object_id = ${target.prospectId} and action in ('person.replied', 'person.opted_out')`,
    );
    if (row === undefined) throw new Error('an answer that was not recorded');
    return row.ids;
  });
}
