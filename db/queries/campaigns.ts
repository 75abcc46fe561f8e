import { and, desc, eq, sql } from 'drizzle-orm';
import type { CampaignState } from '../../lib/domain/campaigns/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import { campaignSenders } from '../schema/campaign-senders';
import { campaigns } from '../schema/campaigns';
import { decodeCursor } from './cursor';

export type CampaignRow = typeof campaigns.$inferSelect;

/** Campaigns, newest first; one row more than `limit` tells that there is a next page. */
export async function listCampaignRows(
  tx: Tx,
  input: { state: CampaignState | null; accountId: string | null; limit: number; cursor: string | null },
): Promise<CampaignRow[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select()
    .from(campaigns)
    .where(
      and(
        input.state === null ? undefined : eq(campaigns.state, input.state),
        input.accountId === null
          ? undefined
          : sql`exists (select 1 from campaign_senders s where s.campaign_id = ${campaigns.id} and s.account_id = ${input.accountId})`,
        from === null
          ? undefined
          : sql`(${campaigns.createdAt}, ${campaigns.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
      ),
    )
    .orderBy(desc(campaigns.createdAt), desc(campaigns.id))
    .limit(input.limit + 1);
}

export async function campaignById(tx: Tx, id: string): Promise<CampaignRow | null> {
  const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, id));
  return row ?? null;
}

/** The campaign, locked against every dispatch of it: dispatch share-locks this row (design.md §4). */
export async function lockCampaign(tx: Tx, id: string): Promise<CampaignRow | null> {
  const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, id)).for('update');
  return row ?? null;
}

export async function insertCampaign(tx: Tx, row: typeof campaigns.$inferInsert): Promise<void> {
  await tx.insert(campaigns).values(row);
}

export async function updateCampaign(
  tx: Tx,
  id: string,
  change: Partial<typeof campaigns.$inferInsert>,
): Promise<void> {
  await tx.update(campaigns).set(change).where(eq(campaigns.id, id));
}

/** The accounts that send for a campaign, in order of id. */
export async function sendersOf(tx: Tx, campaignId: string) {
  const rows = await tx
    .select({ account: accounts })
    .from(campaignSenders)
    .innerJoin(accounts, eq(accounts.id, campaignSenders.accountId))
    .where(eq(campaignSenders.campaignId, campaignId))
    .orderBy(accounts.id);
  return rows.map((row) => row.account);
}

/** The ids of the senders of many campaigns at once. */
export async function senderIdsOf(tx: Tx, campaignIds: string[]): Promise<Map<string, string[]>> {
  const out = new Map<string, string[]>(campaignIds.map((id) => [id, []]));
  if (campaignIds.length === 0) return out;
  const rows = await rowsOf<{ campaign_id: string; account_id: string }>(
    tx,
    sql`select campaign_id, account_id from campaign_senders where campaign_id in ${campaignIds} order by account_id`,
  );
  for (const row of rows) out.get(row.campaign_id)?.push(row.account_id);
  return out;
}

/** Makes exactly these accounts the senders. */
export async function replaceSenders(
  tx: Tx,
  input: { workspaceId: string; campaignId: string; accountIds: string[] },
): Promise<void> {
  await tx.delete(campaignSenders).where(eq(campaignSenders.campaignId, input.campaignId));
  if (input.accountIds.length === 0) return;
  await tx.insert(campaignSenders).values(
    input.accountIds.map((accountId) => ({
      workspaceId: input.workspaceId,
      campaignId: input.campaignId,
      accountId,
    })),
  );
}

/** Ids of the sends of a campaign that were dispatched and not settled: they may still reach the provider. */
export async function dispatchingOfCampaign(tx: Tx, campaignId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where campaign_id = ${campaignId} and state = 'dispatching' order by id`,
  );
  return rows.map((row) => row.id);
}

/** Spent sends of a campaign since a moment, per account and action. */
export async function spentOfCampaign(tx: Tx, input: { campaignId: string; since: Date }) {
  return rowsOf<{ account_id: string; action: string; n: number }>(
    tx,
    sql`select account_id, action, count(*)::int as n from sends where campaign_id = ${input.campaignId} and spent
      and at > ${input.since.toISOString()}::timestamptz group by account_id, action`,
  );
}

/** How many people a campaign has per state, for many campaigns at once. */
export async function stateCountsOf(
  tx: Tx,
  campaignIds: string[],
): Promise<{ campaignId: string; state: string; n: number }[]> {
  if (campaignIds.length === 0) return [];
  const rows = await rowsOf<{ campaign_id: string; state: string; n: number }>(
    tx,
    sql`select campaign_id, state, count(*)::int as n from enrolments where campaign_id in ${campaignIds} group by campaign_id, state`,
  );
  return rows.map((row) => ({ campaignId: row.campaign_id, state: row.state, n: row.n }));
}

/** The funnel: people who got each thing, counted once each, from rows. */
export async function funnelOf(tx: Tx, campaignId: string) {
  const [row] = await rowsOf<{
    enrolled: number;
    invited: number;
    accepted: number;
    messaged: number;
    replied: number;
  }>(
    tx,
    sql`select count(*)::int as enrolled, count(invited_at)::int as invited, count(accepted_at)::int as accepted, count(replied_at)::int as replied,
      (select count(distinct s.enrolment_id)::int from sends s where s.campaign_id = ${campaignId} and s.action in ('message', 'inmail') and s.state = 'sent') as messaged
      from enrolments where campaign_id = ${campaignId}`,
  );
  if (row === undefined) throw new Error('an aggregate returned no row');
  return row;
}

/** The running campaigns that an account sends for. */
export async function campaignsOfAccount(tx: Tx, accountId: string): Promise<CampaignRow[]> {
  const rows = await tx
    .select({ campaign: campaigns })
    .from(campaigns)
    .innerJoin(campaignSenders, eq(campaignSenders.campaignId, campaigns.id))
    .where(and(eq(campaignSenders.accountId, accountId), eq(campaigns.state, 'running')))
    .orderBy(campaigns.id);
  return rows.map((row) => row.campaign);
}
