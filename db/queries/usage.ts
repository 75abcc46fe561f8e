import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';

export interface BudgetRow {
  key: string;
  campaignId: string;
  anchor: 'day' | 'month' | null;
  widthMs: number;
  timeZone: string;
  cap: number;
  /** False where the counter says less than its rows: then it is not known how much room there is. */
  isSound: boolean;
}

/** The budgets of an account with their caps; campaign shares only where `campaigns` is set. */
export async function budgetsOfAccount(tx: Tx, input: { accountId: string; campaigns: boolean }): Promise<BudgetRow[]> {
  const rows = await rowsOf<{
    key: string;
    campaign_id: string;
    anchor: 'day' | 'month' | null;
    width_ms: string;
    time_zone: string;
    cap: number;
    is_sound: boolean;
  }>(
    tx,
    sql`select key, campaign_id, anchor, width_ms, time_zone, cap, used >= (select count(*) from sends s where s.account_id = budgets.account_id
        and budgets.key = any(s.kept) and s.at > budgets.since and (budgets.campaign_id = '' or s.campaign_id = budgets.campaign_id)) as is_sound
      from budgets where account_id = ${input.accountId}
      and (${input.campaigns} or campaign_id = '') order by key, campaign_id`,
  );
  return rows.map((row) => ({
    key: row.key,
    campaignId: row.campaign_id,
    anchor: row.anchor,
    widthMs: Number(row.width_ms),
    timeZone: row.time_zone,
    cap: row.cap,
    isSound: row.is_sound,
  }));
}

/** One window to count: rows of `key` stamped after `after` (exclusive). */
export interface CountedWindow {
  index: number;
  key: string;
  campaignId: string;
  after: Date;
}

export interface WindowCount {
  sent: number;
  reserved: number;
  unknown: number;
  used: number;
  oldestAt: Date | null;
}

/** Counts ledger rows per window; never reads a counter (design.md P6). The answer is keyed by `index`. */
export async function countWindows(
  tx: Tx,
  accountId: string,
  windows: CountedWindow[],
): Promise<Map<number, WindowCount>> {
  const spec = JSON.stringify(
    windows.map((w) => ({ i: w.index, key: w.key, campaign: w.campaignId, after: w.after.toISOString() })),
  );
  const rows = await rowsOf<{
    i: number;
    sent: number;
    reserved: number;
    unknown: number;
    used: number;
    oldest: string | null;
  }>(
    tx,
    sql`select w.i, count(s.id)::int as used, min(s.at) as oldest,
        (count(*) filter (where s.state = 'sent'))::int as sent,
        (count(*) filter (where s.state in ('reserved', 'dispatching')))::int as reserved,
        (count(*) filter (where s.state in ('unknown', 'held')))::int as unknown
      from jsonb_to_recordset(${spec}::jsonb) as w(i int, key text, campaign text, after timestamptz)
      left join sends s on s.account_id = ${accountId} and s.at > w.after and w.key = any(s.kept)
        and (w.campaign = '' or s.campaign_id = w.campaign)
      group by w.i`,
  );
  return new Map(
    rows.map((row) => [
      row.i,
      { sent: row.sent, reserved: row.reserved, unknown: row.unknown, used: row.used, oldestAt: asDate(row.oldest) },
    ]),
  );
}

/** Sends of the days of a chart that the ledger counts, per local date of the ramp's rows. */
export async function sentPerDay(
  tx: Tx,
  input: { accountId: string; key: string; from: Date; timeZone: string },
): Promise<Map<string, number>> {
  const rows = await rowsOf<{ day: string; n: number }>(
    tx,
    sql`select to_char(at at time zone ${input.timeZone}, 'YYYY-MM-DD') as day, count(*)::int as n from sends
      where account_id = ${input.accountId} and at >= ${input.from.toISOString()}::timestamptz and ${input.key} = any(kept) group by 1`,
  );
  return new Map(rows.map((row) => [row.day, row.n]));
}
