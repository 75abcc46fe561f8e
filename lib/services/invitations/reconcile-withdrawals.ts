import type { AccountRow } from '../../../db/queries/sending-days';
import { accountById } from '../../../db/queries/sending-days';
import { unknownWithdrawals } from '../../../db/queries/withdrawals';
import type { Look } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { checkProfile } from '../sends/check-profile';
import { HOLD_AFTER_MS, holdSend, unread } from '../sends/hold-send';
import { readWholeList } from '../sweeps/read-whole-list';
import { withUnit } from '../with-unit';
import { concludeWithdrawal } from './conclude-withdrawal';

type Unknown = Awaited<ReturnType<typeof unknownWithdrawals>>[number];

const BATCH = 50;
/** The longest list that is read to its end. */
const PAGES_MAX = 50;

/**
 * Finds out what became of withdrawals of unknown outcome. While the provider's list shows the invitation it has not been
 * withdrawn; that the list does not show it proves nothing, because accepted and declined ones leave it too. Then the profile
 * is read, once: what it calls withdrawn is. Without evidence for a day a person decides; nothing is withdrawn again by this.
 */
export async function reconcileWithdrawals(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ found: number; held: number }> {
  const result = { found: 0, held: 0 };
  for (const send of await withWorkspace(ctx, (tx) => unknownWithdrawals(tx, BATCH))) {
    const account = await withWorkspace(ctx, (tx) => accountById(tx, send.accountId));
    if (account === null) throw new Error(`there is no account ${send.accountId}`);
    const { withdrawn, lists } = await evidenceOf(ctx, account, send);
    if (withdrawn) {
      if (await conclude(ctx, send)) result.found += 1;
    } else if (ctx.now.getTime() - new Date(send.at).getTime() > HOLD_AFTER_MS) {
      if (await withUnit(ctx, (unit) => holdSend(unit, ctx, { send, lists }))) result.held += 1;
    }
  }
  return result;
}

function conclude(ctx: ServiceContext, send: Unknown): Promise<boolean> {
  const { id, invitationId: enrolmentId, prospectId } = send;
  return withWorkspace(ctx, (tx) =>
    concludeWithdrawal(tx, ctx, {
      send: { id, enrolmentId, prospectId },
      answer: { code: 'reconciled', detail: 'The person’s profile says that the invitation was withdrawn.' },
      audit: { action: 'send.reconciled', details: {} },
    }),
  );
}

async function evidenceOf(
  ctx: ServiceContext,
  account: AccountRow,
  send: Unknown,
): Promise<{ withdrawn: boolean; lists: Look[] }> {
  const list =
    account.state === 'running'
      ? await readWholeList((page) => ctx.provider.listSentInvitations(account.providerAccountId, page), PAGES_MAX)
      : null;
  if (list === null) return { withdrawn: false, lists: [unread('sent_invitations')] };
  const lists: Look[] = [{ list: 'sent_invitations', entries: list.length, whole: true }];
  const listed = list.some((item) => item.requestId === send.requestId || item.providerUserId === send.providerUserId);
  if (listed) return { withdrawn: false, lists };
  const { id: sendId, invitationId: enrolmentId, prospectId } = send;
  const why = 'asked after a withdrawal without a known outcome';
  const read = await checkProfile({ account, sendId, campaignId: null, enrolmentId, prospectId, why }, async () => ctx);
  return { withdrawn: read?.profile?.withdrawnInvitation === true, lists };
}
