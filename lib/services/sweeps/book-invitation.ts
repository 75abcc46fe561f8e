import type { Tx } from '../../../db/client';
import { isBooked, isOurInvitation } from '../../../db/queries/hand-sent';
import { insertInvitation } from '../../../db/queries/outcomes';
import { bookExternal, enrolmentIdsOn, personOfProviderUser } from '../../../db/queries/person-of-event';
import { newId } from '../../platform/ids';
import type { SentInvitation } from '../../providers/port';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { stopEnrolments } from '../enrolments/stop-enrolments';
import { unitOf } from '../sends/pg-store';

/**
 * Books an invitation that the provider's list shows and no step of ours sent, once, from the same budgets as the engine's.
 * The person counts as invited, or is stopped where nobody can tell what else was done. Null when it is ours or known.
 * Enrolments first, then the budgets: the order of all locks.
 */
export async function bookInvitation(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string; item: SentInvitation; person: 'invited' | 'stopped' },
): Promise<{ prospectId: string | null; at: Date } | null> {
  const { accountId, item } = input;
  const { requestId, providerUserId } = item;
  const at = item.createdAt !== null && item.createdAt < ctx.now ? item.createdAt : ctx.now;
  const prospectId = await personOfProviderUser(tx, {
    accountId,
    providerUserId: providerUserId ?? '',
    slug: item.slug,
  });
  const unit = unitOf(tx);
  const ids = prospectId === null ? [] : await enrolmentIdsOn(tx, { accountId, prospectId });
  for (const id of ids) await unit.lockEnrolment(id);
  if (await isBooked(tx, { accountId, action: 'invite', ref: requestId })) return null;
  if (await isOurInvitation(tx, { accountId, requestId, providerUserId, prospectId, at })) return null;
  if (prospectId !== null && input.person === 'stopped')
    await stopEnrolments(unit, ctx, { prospectId, state: 'stopped', reason: 'acted_elsewhere' });
  const sendId = newId('send');
  if (!(await bookExternal(tx, { sendId, accountId, prospectId, action: 'invite', ref: requestId, at }))) return null;
  await emitAudit(tx, ctx, { action: 'send.booked_by_hand', objectId: sendId, details: { accountId, prospectId } });
  if (prospectId === null) return { prospectId, at };
  const { workspaceId } = ctx.actor;
  const invitation = { workspaceId, id: newId('invitation'), accountId, prospectId, sendId, sentAt: at };
  await insertInvitation(tx, { ...invitation, providerRequestId: requestId, state: 'pending' });
  for (const id of ids) {
    const enrolment = await unit.lockEnrolment(id);
    if (enrolment?.active && enrolment.state !== 'sending')
      await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
  }
  return { prospectId, at };
}
