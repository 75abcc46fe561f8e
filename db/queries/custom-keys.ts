import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';

/** The custom fields that at least one person of a campaign has. */
export async function customKeysOf(tx: Tx, campaignId: string): Promise<Set<string>> {
  const rows = await rowsOf<{ key: string }>(
    tx,
    sql`select distinct k.key from enrolments e join prospects p on p.id = e.prospect_id, jsonb_object_keys(p.custom) k(key) where e.campaign_id = ${campaignId}`,
  );
  return new Set(rows.map((row) => row.key));
}
