import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../client';
import { accounts } from '../schema/accounts';
import { sends } from '../schema/sends';

/** Running LinkedIn accounts of one owner, or of everybody. */
export async function accountsOfOwner(tx: Tx, ownerId: string | null) {
  return tx
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.provider, 'linkedin'),
        eq(accounts.state, 'running'),
        ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
      ),
    )
    .orderBy(accounts.id);
}

const ANSWER_STEP = 'answer';

/** The permanent key in the ledger of the one answer to a received invitation. */
export interface AnswerKey {
  enrolmentId: string;
  stepKey: typeof ANSWER_STEP;
}

export type AnsweredInvitation = Awaited<ReturnType<typeof answersMade>>[number];

/** What was answered to received invitations, by the permanent keys of their answers; nothing for one without an answer. */
export async function answersMade(tx: Tx, keys: readonly AnswerKey[]) {
  const ids = keys.map((key) => key.enrolmentId);
  if (ids.length === 0) return [];
  return tx
    .select({
      enrolmentId: sends.enrolmentId,
      id: sends.id,
      action: sends.action,
      state: sends.state,
      settledAt: sends.settledAt,
    })
    .from(sends)
    .where(and(inArray(sends.enrolmentId, ids), eq(sends.stepKey, ANSWER_STEP)));
}

/** What an account has answered to an invitation, if it has. */
export async function answerMade(tx: Tx, key: AnswerKey): Promise<AnsweredInvitation | null> {
  const [row] = await answersMade(tx, [key]);
  return row ?? null;
}
