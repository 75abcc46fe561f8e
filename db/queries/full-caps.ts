import { sql } from 'drizzle-orm';
import type { Action } from '../../lib/domain/limits/constants';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';

/** Room of an action in one running campaign: `full` with the moment it frees up, null for never. */
export interface CapRoom {
  action: Action;
  campaignId: string;
  full: boolean;
  freeAt: Date | null;
}

/**
 * Which actions have no room in which running campaigns of an account, by the same count that a reservation refuses with.
 * It looks at the budgets that every variant of an action draws on, so that a person who costs no credit is not hidden by
 * those who do. A counter that says less than its rows, of any variant, has no room either: nobody knows how much it has. It
 * reads: nothing is asked for, locked or written.
 */
export async function fullCaps(
  tx: Tx,
  input: { accountId: string; actions: readonly Action[]; now: Date },
): Promise<CapRoom[]> {
  if (input.actions.length === 0) return [];
  const rows = await rowsOf<{
    action: Action;
    campaignId: string;
    key: string | null;
    free_at: string | null;
    unsound: boolean;
  }>(
    tx,
    sql`select a.action, c.id as "campaignId", b.key, b.free_at, coalesce(u.unsound, false) as unsound
      from jsonb_array_elements_text(${JSON.stringify(input.actions)}::jsonb) as a(action)
      cross join (select c.id from campaigns c join campaign_senders s on s.campaign_id = c.id
        where s.account_id = ${input.accountId} and c.state = 'running') c
      cross join lateral (select array_agg(k.key) as keys from (select k.key from action_budgets k where k.action = a.action group by k.key
        having count(*) = (select count(distinct v.variant) from action_budgets v where v.action = a.action)) k) k
      cross join lateral budget_binding(app_workspace(), ${input.accountId}, c.id, k.keys, ${input.now.toISOString()}::timestamptz) b
      cross join lateral (select bool_or(x.used < (select count(*) from sends s where s.account_id = x.account_id and x.key = any(s.kept) and s.at > x.since and (x.campaign_id = '' or s.campaign_id = x.campaign_id))
          or budget_window_start(${input.now.toISOString()}::timestamptz, x.anchor, x.width_ms, x.time_zone) is null) as unsound
        from budgets x where x.workspace_id = app_workspace() and x.account_id = ${input.accountId} and x.campaign_id in ('', c.id)
          and x.key in (select v.key from action_budgets v where v.action = a.action)) u
      order by a.action, c.id`,
  );
  return rows.map((row) => ({
    action: row.action,
    campaignId: row.campaignId,
    full: row.key !== null || row.unsound,
    freeAt: row.unsound ? null : asDate(row.free_at),
  }));
}
