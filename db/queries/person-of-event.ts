import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';

/** The person whom an account knows under a provider's user id, by a look-up of the account or by the profile's slug. */
export async function personOfProviderUser(
  tx: Tx,
  input: { accountId: string; providerUserId: string; slug: string | null },
): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    sql`select prospect_id as id from resolutions where account_id = ${input.accountId} and provider_user_id = ${input.providerUserId}
      union all select prospect_id from identities where kind = 'linkedin_id' and value = ${input.providerUserId} and prospect_id is not null
      union all select prospect_id from identities where kind = 'linkedin_slug' and value = ${input.slug ?? ''} and prospect_id is not null limit 1`,
  );
  return row?.id ?? null;
}

/** The person of a stored chat. */
export async function personOfChat(tx: Tx, accountId: string, chatId: string): Promise<string | null> {
  const [row] = await rowsOf<{ id: string | null }>(
    tx,
    sql`select prospect_id as id from threads where account_id = ${accountId} and provider_chat_id = ${chatId}`,
  );
  return row?.id ?? null;
}

/** Messages of ours to a person whose call has begun: the step and the account they went from. */
export async function ownMessagesTo(tx: Tx, input: { accountId: string; prospectId: string }) {
  return rowsOf<{ action: 'message' | 'inmail'; stepId: string }>(
    tx,
    sql`select action, split_part(step_key, '#', 1) as "stepId" from sends where account_id = ${input.accountId} and prospect_id = ${input.prospectId}
      and action in ('message', 'inmail') and origin = 'engine' and state in ('dispatching', 'sent', 'unknown', 'held')`,
  );
}

/** Active enrolments of a person on one account. */
export async function enrolmentIdsOn(tx: Tx, input: { accountId: string; prospectId: string }): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from enrolments where account_id = ${input.accountId} and prospect_id = ${input.prospectId} and active order by id`,
  );
  return rows.map((row) => row.id);
}

/**
 * Enrolments of a person on one account that ended because nobody accepted in time, while the person takes part in no other
 * campaign: an acceptance that comes late wakes them.
 */
export async function timedOutEnrolments(tx: Tx, input: { accountId: string; prospectId: string }): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select e.id from enrolments e join steps t on t.id = e.step_id and t.kind = 'wait_accepted'
      where e.account_id = ${input.accountId} and e.prospect_id = ${input.prospectId} and not e.active and e.state = 'done' and e.accepted_at is null
        and not exists (select 1 from enrolments o where o.prospect_id = e.prospect_id and o.active) order by e.updated_at desc limit 1`,
  );
  return rows.map((row) => row.id);
}

/** Marks every handle of a person as suppressed; what was suppressed before keeps its reason. */
export async function suppressHandlesOf(
  tx: Tx,
  input: { prospectId: string; reason: string; by: string; now: Date },
): Promise<void> {
  await tx.execute(
    sql`update identities set suppressed_at = coalesce(suppressed_at, ${input.now.toISOString()}::timestamptz),
      suppressed_reason = coalesce(suppressed_reason, ${input.reason}), suppressed_by = coalesce(suppressed_by, ${input.by})
      where prospect_id = ${input.prospectId}`,
  );
}

/** Books what a person did by hand at the provider (`send_book_external`); false when it was booked before. */
export async function bookExternal(
  tx: Tx,
  input: { sendId: string; accountId: string; prospectId: string | null; action: string; ref: string; at: Date },
): Promise<boolean> {
  const [row] = await rowsOf<{ ok: boolean }>(
    tx,
    sql`select send_book_external(${input.sendId}, ${input.accountId}, ${input.prospectId}, ${input.action}, 'plain', ${input.ref}, ${input.at.toISOString()}::timestamptz) as ok`,
  );
  return row?.ok === true;
}
