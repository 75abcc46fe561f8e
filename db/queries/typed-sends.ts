import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Action } from '../../lib/domain/limits/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { invitations } from '../schema/invitations';
import { prospects } from '../schema/prospects';
import { sends } from '../schema/sends';
import { typedSends } from '../schema/typed-sends';
import { namedPerson } from './named-person';

export type TypedSendRow = typeof typedSends.$inferSelect;

/** Keeps what was asked for under a key, once; answers what is kept, which may be an earlier asking's. */
export async function keepTypedSend(tx: Tx, row: typeof typedSends.$inferInsert): Promise<TypedSendRow> {
  await tx.insert(typedSends).values(row).onConflictDoNothing();
  const [kept] = await tx.select().from(typedSends).where(eq(typedSends.id, row.id));
  if (kept === undefined) throw new Error(`the key ${row.id} is another workspace’s`);
  return kept;
}

/** The invitation that a key has sent, with the person's name. */
export async function invitationOfSend(tx: Tx, typedId: string) {
  const [row] = await tx
    .select({
      invitation: invitations,
      person: namedPerson,
    })
    .from(sends)
    .innerJoin(invitations, eq(invitations.sendId, sends.id))
    .leftJoin(prospects, eq(prospects.id, invitations.prospectId))
    .where(and(eq(sends.enrolmentId, typedId), eq(sends.action, 'invite')));
  return row ?? null;
}

/** Whether a key has its send of an action already, whatever became of it. */
export async function isBegun(tx: Tx, typedId: string, action: Action): Promise<boolean> {
  const rows = await tx
    .select({ id: sends.id })
    .from(sends)
    .where(and(eq(sends.enrolmentId, typedId), eq(sends.stepKey, action), ne(sends.state, 'released')));
  return rows.length > 0;
}

/** Whether an invitation of the account to a person is on its way, or has an outcome that is not known. */
export async function hasOpenInvite(tx: Tx, input: { accountId: string; prospectId: string }): Promise<boolean> {
  const rows = await tx
    .select({ id: sends.id })
    .from(sends)
    .where(
      and(
        eq(sends.accountId, input.accountId),
        eq(sends.prospectId, input.prospectId),
        eq(sends.action, 'invite'),
        inArray(sends.state, ['reserved', 'dispatching', 'unknown', 'held']),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Messages by hand to a person, through the app, whose call has begun: the keyed hashes of their words. */
export async function typedWordsTo(tx: Tx, input: { accountId: string; prospectId: string }): Promise<string[]> {
  const rows = await rowsOf<{ words: string }>(
    tx,
    sql`select distinct x.words_hash as words from typed_sends x join sends s on s.enrolment_id = x.id and s.action = 'message'
      where x.account_id = ${input.accountId} and x.prospect_id = ${input.prospectId} and s.state in ('dispatching', 'sent', 'unknown', 'held')`,
  );
  return rows.map((row) => row.words);
}

/** The keyed hash of the words of one message by hand. */
export async function typedWords(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.select({ words: typedSends.wordsHash }).from(typedSends).where(eq(typedSends.id, id));
  return row?.words ?? null;
}
