import { sql } from 'drizzle-orm';
import type { Action } from '../../lib/domain/limits/constants';
import type { SendAnswer, SendState } from '../../lib/domain/sends/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';

/** People in `sending` whose latest row of the ledger is not on its way any more. */
export async function strandedEnrolments(tx: Tx, limit: number) {
  return rowsOf<{ id: string; sendState: SendState; lookUp: boolean }>(
    tx,
    sql`select e.id, s.state as "sendState", s.action = 'resolve' as "lookUp" from enrolments e
      join lateral (select x.state, x.action from sends x where x.enrolment_id = e.id and x.step_key not like 'check:%'
        order by x.at desc, x.id desc limit 1) s on true
      where e.state = 'sending' and e.active and s.state not in ('reserved', 'dispatching') order by e.id limit ${limit}`,
  );
}

/** Steps of unknown outcome, oldest first, with what is needed to look for them at the provider. */
export async function unknownSends(tx: Tx, limit: number) {
  return rowsOf<{
    id: string;
    accountId: string;
    providerAccountId: string;
    enrolmentId: string | null;
    stepId: string;
    /** Null for the answer to an invitation of somebody who is not in the workspace. */
    prospectId: string | null;
    action: Action;
    at: string;
    providerUserId: string | null;
    answer: SendAnswer | null;
    /** False while the account is not connected: its lists cannot be read then. */
    runs: boolean;
    /** Keyed hash of what a rep wrote; null for a step's. */
    words: string | null;
  }>(
    tx,
    sql`select s.id, s.account_id as "accountId", a.provider_account_id as "providerAccountId", s.enrolment_id as "enrolmentId",
        split_part(s.step_key, '#', 1) as "stepId", s.prospect_id as "prospectId", s.action, s.at, r.provider_user_id as "providerUserId", s.answer,
        a.state = 'running' as runs, y.words_hash as words
      from sends s join accounts a on a.id = s.account_id left join resolutions r on r.account_id = s.account_id and r.prospect_id = s.prospect_id
      left join typed_sends y on y.id = s.enrolment_id
      where s.state = 'unknown' and s.action <> 'withdraw' and (s.prospect_id is not null or s.action in ('accept', 'refuse')) order by s.at, s.id limit ${limit}`,
  );
}

/** Invitations of running accounts that may yet be accepted, with the provider's id of the person, newest first. */
export async function pendingByAccount(tx: Tx) {
  return rowsOf<{ accountId: string; providerAccountId: string; prospectId: string; providerUserId: string }>(
    tx,
    sql`select i.account_id as "accountId", a.provider_account_id as "providerAccountId", i.prospect_id as "prospectId", r.provider_user_id as "providerUserId"
      from invitations i join accounts a on a.id = i.account_id join resolutions r on r.account_id = i.account_id and r.prospect_id = i.prospect_id
      where i.state in ('pending', 'gone') and a.state = 'running' order by a.id, i.sent_at desc`,
  );
}
