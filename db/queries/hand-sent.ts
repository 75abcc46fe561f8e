import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';

/** Running LinkedIn accounts, whose owners may also act by hand. */
export async function accountsToWatch(tx: Tx) {
  return rowsOf<{ id: string; providerAccountId: string }>(
    tx,
    sql`select id, provider_account_id as "providerAccountId" from accounts where provider = 'linkedin' and state = 'running' order by id`,
  );
}

/** Whether a send of the account by hand is in the ledger already. */
export async function isBooked(tx: Tx, input: { accountId: string; action: string; ref: string }): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where enrolment_id = ${`external:${input.accountId}`} and step_key = ${`${input.action}:${input.ref}`}`,
  );
  return rows.length > 0;
}

/**
 * Whether a message of the account may be on its way, or has an outcome that is not known, or was accepted without the name
 * of its chat within the day before: its chat may be new to us.
 */
export async function mayBeWriting(tx: Tx, input: { accountId: string; at: Date }): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where account_id = ${input.accountId} and action in ('message', 'inmail') and origin <> 'external'
      and (state in ('dispatching', 'unknown', 'held')
        or (state = 'sent' and provider_ref is null and at > ${input.at.toISOString()}::timestamptz - interval '1 day')) limit 1`,
  );
  return rows.length > 0;
}

/**
 * Whether an invitation in the provider's list is one that a step sent: known by its id, or to somebody whom a step may
 * have invited since two days before. An invitation may land hours late.
 */
export async function isOurInvitation(
  tx: Tx,
  input: { accountId: string; requestId: string; providerUserId: string | null; prospectId: string | null; at: Date },
): Promise<boolean> {
  const rows = await rowsOf<{ found: number }>(
    tx,
    sql`select 1 as found from invitations where account_id = ${input.accountId} and provider_request_id = ${input.requestId}
      union all select 1 from sends s where s.account_id = ${input.accountId} and s.action = 'invite' and s.origin <> 'external'
        and s.state in ('dispatching', 'sent', 'unknown', 'held') and (s.state <> 'sent' or s.at > ${input.at.toISOString()}::timestamptz - interval '2 days')
        and (s.prospect_id = ${input.prospectId} or s.prospect_id in (select r.prospect_id from resolutions r
          where r.account_id = ${input.accountId} and r.provider_user_id = ${input.providerUserId})) limit 1`,
  );
  return rows.length > 0;
}
