import { and, desc, eq, sql } from 'drizzle-orm';
import type { SendState } from '../../lib/domain/sends/constants';
import type { Tx } from '../client';
import { accounts } from '../schema/accounts';
import { invitations } from '../schema/invitations';
import { prospects } from '../schema/prospects';
import { sends } from '../schema/sends';
import { decodeCursor } from './cursor';
import { namedPerson } from './named-person';

export type SendRow = typeof sends.$inferSelect;

export interface SendFilter {
  accountId: string | null;
  campaignId: string | null;
  prospectId: string | null;
  state: SendState | null;
  /** A budget that the send drew on. */
  budget: string | null;
  from: Date | null;
  to: Date | null;
  /** Only sends of accounts of this owner; null means everybody's. */
  ownerId: string | null;
  limit: number;
  cursor: string | null;
}

/** Rows of the ledger, newest first; one more than `limit` tells that there is a next page. `from` is in, `to` is out. */
export async function listSendRows(tx: Tx, filter: SendFilter): Promise<SendRow[]> {
  const after = filter.cursor === null ? null : decodeCursor(filter.cursor);
  return tx
    .select()
    .from(sends)
    .where(
      and(
        filter.accountId === null ? undefined : eq(sends.accountId, filter.accountId),
        filter.campaignId === null ? undefined : eq(sends.campaignId, filter.campaignId),
        filter.prospectId === null ? undefined : eq(sends.prospectId, filter.prospectId),
        filter.state === null ? undefined : eq(sends.state, filter.state),
        filter.budget === null ? undefined : sql`${filter.budget} = any(${sends.kept})`,
        filter.from === null ? undefined : sql`${sends.at} >= ${filter.from.toISOString()}::timestamptz`,
        filter.to === null ? undefined : sql`${sends.at} < ${filter.to.toISOString()}::timestamptz`,
        filter.ownerId === null
          ? undefined
          : sql`exists (select 1 from ${accounts} where ${accounts.id} = ${sends.accountId} and ${accounts.ownerId} = ${filter.ownerId})`,
        after === null
          ? undefined
          : sql`(${sends.at}, ${sends.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(sends.at), desc(sends.id))
    .limit(filter.limit + 1);
}

/** Invitations that we sent, newest first, by offset; with the name of the person where it is known. */
export async function listInvitationRows(
  tx: Tx,
  input: { accountId: string | null; ownerId: string | null; offset: number; limit: number },
) {
  return tx
    .select({
      invitation: invitations,
      person: namedPerson,
    })
    .from(invitations)
    .leftJoin(prospects, eq(prospects.id, invitations.prospectId))
    .where(
      and(
        input.accountId === null ? undefined : eq(invitations.accountId, input.accountId),
        input.ownerId === null
          ? undefined
          : sql`exists (select 1 from ${accounts} where ${accounts.id} = ${invitations.accountId} and ${accounts.ownerId} = ${input.ownerId})`,
      ),
    )
    .orderBy(desc(invitations.sentAt), desc(invitations.id))
    .offset(input.offset)
    .limit(input.limit + 1);
}
