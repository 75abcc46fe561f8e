import { prospectRow } from '../../../db/queries/prospects';
import type { AccountRow } from '../../../db/queries/sending-days';
import { hasOpenInvite, invitationOfSend, isBegun } from '../../../db/queries/typed-sends';
import { NOTE_CHARS_MAX } from '../../domain/limits/catalogue';
import { REINVITE_AFTER_MS } from '../../domain/sends/constants';
import { nameOf } from '../../domain/templates/name-of';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { freshAccount } from '../accounts/fresh-account';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { decidedByProfile } from '../sends/decided-by-profile';
import { unitOf } from '../sends/pg-store';
import { lookUpTyped } from '../typed/look-up-typed';
import { outcomeOf } from '../typed/outcome-of';
import { sendTyped } from '../typed/send-typed';
import { typedWorkOf } from '../typed/typed-work';
import { describeInvitation } from './describe-invitation';

/**
 * Invites one person by hand, once for the Idempotency-Key: every budget of an invitation but ramp and campaign, and the
 * look-up before it where the person is not known to the account. Whoever is connected, invited or cannot be invited is
 * refused before anything is spent. Answers the invitation.
 */
export async function invitePerson(
  ctx: ServiceContext,
  input: {
    accountId: string;
    prospectId: string;
    note?: string | null;
    key: string | null;
    later: () => Promise<ServiceContext>;
  },
) {
  authorise(ctx, 'accounts.manage_own');
  const { accountId, prospectId, later } = input;
  const note = input.note?.trim() || null;
  const work = typedWorkOf(ctx, { accountId, key: input.key, action: 'invite', prospectId, words: note ?? '' });
  await withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, accountId);
    if ((await prospectRow(tx, prospectId)) === null) throw new AppError('not_found', 'There is no such person.');
    refuseLongNote(account, note);
  });
  const account = await freshAccount(ctx, { accountId });
  const known = await lookUpTyped({ account, work, later });
  const begun = await withWorkspace(ctx, (tx) => isBegun(tx, work.id, work.action));
  if (!begun) await refuseInVain(await later(), { accountId, prospectId, degree: known.degree });
  const sent = await sendTyped({
    ...{ account, work, later },
    call: async (at, sendId) => {
      const { providerUserId } = known;
      const answered = await at.provider.invite(account.providerAccountId, { providerUserId, note });
      const made = { account, sendId, action: work.action, campaignId: null, enrolmentId: work.id, prospectId };
      return decidedByProfile({ ...made, of: 'by hand', later }, { ...answered, profile: null });
    },
  });
  const row = await withWorkspace(ctx, (tx) => invitationOfSend(tx, work.id));
  if (row === null) throw outcomeOf(sent, 'invitation');
  return describeInvitation(row.invitation, nameOf(row.person), null);
}

function refuseLongNote(account: AccountRow, note: string | null): void {
  const most = NOTE_CHARS_MAX[account.tier];
  if (note === null || [...note].length <= most) return;
  throw new AppError('validation_failed', `A note of this account has at most ${most} characters.`, {
    fields: [{ path: 'note', message: `It has ${[...note].length}. Shorten it to ${most}.` }],
  });
}

/** What is known to be refused is not asked for. */
async function refuseInVain(
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; degree: number | null },
): Promise<void> {
  const { accountId, prospectId, degree } = input;
  if (degree === 1) throw new AppError('refused', 'They are connected already.');
  if (degree === 4) throw new AppError('refused', 'The person is out of the account’s network and cannot be invited.');
  const since = new Date(ctx.now.getTime() - REINVITE_AFTER_MS);
  const { open, pending, withdrawnAt } = await withWorkspace(ctx, async (tx) => {
    const unit = unitOf(tx);
    return {
      open: await hasOpenInvite(tx, { accountId, prospectId }),
      pending: await unit.pendingInvitation(accountId, prospectId),
      withdrawnAt: await unit.withdrawnSince({ accountId, prospectId, since }),
    };
  });
  if (open)
    throw new AppError('refused', 'An invitation to the person is on its way, or nobody knows whether it arrived.');
  if (pending !== null) throw new AppError('refused', 'The person was invited already and has not answered yet.');
  if (withdrawnAt !== null) {
    const from = new Date(withdrawnAt.getTime() + REINVITE_AFTER_MS).toISOString();
    throw new AppError('refused', `LinkedIn refuses another invitation until ${from}, because one was withdrawn.`);
  }
}
