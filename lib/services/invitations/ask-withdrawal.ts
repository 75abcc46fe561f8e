import type { Tx } from '../../../db/client';
import { prospectRow, suppressedAmong } from '../../../db/queries/prospects';
import type { InvitationRow, WithdrawalSend } from '../../../db/queries/withdrawals';
import { latestWithdrawals, lockInvitation, updateInvitation } from '../../../db/queries/withdrawals';
import { nameOf } from '../../domain/templates/name-of';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeInvitation } from './describe-invitation';

/**
 * Asks for the withdrawal of an invitation, by hand or of a step, of any age. Nothing is called here: it becomes the first of
 * the account's withdrawals, at their ordinary pace in its hours. Asked again it changes nothing; what is answered, or may
 * never be withdrawn by itself, is refused with the reason.
 */
export async function askWithdrawal(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    const row = await lockInvitation(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such invitation.');
    await accountFor(tx, ctx, row.accountId);
    const person = row.prospectId === null ? null : await prospectRow(tx, row.prospectId);
    const last = (await latestWithdrawals(tx, [row.id])).get(row.id) ?? null;
    if (row.state === 'withdrawn' || isAsked(row, last)) return describeInvitation(row, nameOf(person), last);
    const against = await reasonAgainst(tx, row, person);
    if (against !== null) throw new AppError('refused', against);
    // Looked for in the provider's list anew: the last look may be as old as the last refusal.
    const asked = { withdrawAskedAt: ctx.now, withdrawAskedBy: actorId(ctx.actor), withdrawSoughtAt: null };
    await updateInvitation(tx, row.id, asked);
    const details = { accountId: row.accountId, prospectId: row.prospectId };
    await emitAudit(tx, ctx, { action: 'invitation.withdrawal_asked', objectId: row.id, details });
    return describeInvitation({ ...row, ...asked }, nameOf(person), last);
  });
}

/** A withdrawal that came to nothing may be asked for again; one that waits or is on its way has been asked for. */
function isAsked(row: InvitationRow, last: WithdrawalSend | null): boolean {
  if (last !== null && !ENDED.has(last.state)) return true;
  if (row.withdrawAskedAt === null) return false;
  if (last === null || last.state === 'released') return true;
  return last.settledAt !== null && last.settledAt < row.withdrawAskedAt;
}

/** States of a withdrawal that did not happen and will not by itself. */
const ENDED: ReadonlySet<string> = new Set(['released', 'rejected', 'closed']);

async function reasonAgainst(
  tx: Tx,
  row: InvitationRow,
  person: Awaited<ReturnType<typeof prospectRow>>,
): Promise<string | null> {
  if (row.state === 'accepted') return 'The invitation was accepted: there is nothing to withdraw.';
  if (row.state === 'gone') return 'The provider does not list the invitation any more: there is nothing to withdraw.';
  if (person === null) return 'The person was erased: nothing is done in their name any more.';
  if (person.repliedAt !== null) return 'The person replied: nothing more is done by itself.';
  if ((await suppressedAmong(tx, [person.id])).has(person.id))
    return 'The person is suppressed: nothing more is done by itself.';
  return null;
}
