import type { Tx } from '../../../db/client';
import { accountsToWatch, isBooked, isOurInvitation } from '../../../db/queries/hand-sent';
import { insertInvitation } from '../../../db/queries/outcomes';
import { bookExternal, enrolmentIdsOn, personOfProviderUser } from '../../../db/queries/person-of-event';
import { newId } from '../../platform/ids';
import type { SentInvitation } from '../../providers/port';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { unitOf } from '../sends/pg-store';

/**
 * Finds invitations that somebody sent by hand at the provider: the newest page of each account's own list. Each is booked
 * once, from the same budgets as the engine's, and whoever was to be invited by a step is not invited a second time.
 */
export async function bookHandSent(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ booked: number }> {
  let booked = 0;
  for (const account of await withWorkspace(ctx, (tx) => accountsToWatch(tx))) {
    const read = await ctx.provider.listSentInvitations(account.providerAccountId, null);
    if (!read.ok) continue;
    for (const item of read.value.items) {
      const isNew = await withWorkspace(ctx, (tx) => bookInvitation(tx, ctx, { accountId: account.id, item }));
      if (isNew) booked += 1;
    }
  }
  return { booked };
}

/** Enrolments first, then the budgets: the order of all locks. */
async function bookInvitation(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string; item: SentInvitation },
): Promise<boolean> {
  const { accountId, item } = input;
  const { requestId, providerUserId } = item;
  const at = item.createdAt !== null && item.createdAt < ctx.now ? item.createdAt : ctx.now;
  const prospectId = await personOfProviderUser(tx, {
    accountId,
    providerUserId: providerUserId ?? '',
    slug: item.slug,
  });
  const unit = unitOf(tx);
  const enrolments = [];
  for (const id of prospectId === null ? [] : await enrolmentIdsOn(tx, { accountId, prospectId }))
    enrolments.push(await unit.lockEnrolment(id));
  if (await isBooked(tx, { accountId, action: 'invite', ref: requestId })) return false;
  if (await isOurInvitation(tx, { accountId, requestId, providerUserId, prospectId, at })) return false;
  const sendId = newId('send');
  if (!(await bookExternal(tx, { sendId, accountId, prospectId, action: 'invite', ref: requestId, at }))) return false;
  await emitAudit(tx, ctx, { action: 'send.booked_by_hand', objectId: sendId, details: { accountId, prospectId } });
  if (prospectId === null) return true;
  const { workspaceId } = ctx.actor;
  const invitation = { workspaceId, id: newId('invitation'), accountId, prospectId, sendId, sentAt: at };
  await insertInvitation(tx, { ...invitation, providerRequestId: requestId, state: 'pending' });
  for (const enrolment of enrolments) {
    if (enrolment?.active && enrolment.state !== 'sending')
      await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
  }
  return true;
}
