import type { Tx } from '../../../db/client';
import { lockAccount } from '../../../db/queries/accounts-api';
import { hourBefore, insertSignal } from '../../../db/queries/outcomes';
import { updateAccount } from '../../../db/queries/sending-days';
import { mailStanding } from '../../domain/accounts/mail-standing';
import { newId } from '../../platform/ids';
import { mailFactsOf } from '../accounts/mail-facts';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';

/**
 * An e-mail of the account came back: kept as a signal, and when too many of the last 14 days did, the account is paused
 * until a person has looked (limits.md §3). Answers what it did.
 */
export async function applyBounce(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string | null; at: Date },
): Promise<string> {
  if (input.accountId === null) return 'unknown_account';
  const account = await lockAccount(tx, input.accountId);
  if (account === null) return 'unknown_account';
  const at = input.at < ctx.now ? input.at : ctx.now;
  await insertSignal(tx, {
    workspaceId: ctx.actor.workspaceId,
    id: newId('signal'),
    accountId: account.id,
    sendId: null,
    action: 'email',
    kind: 'bounce',
    at,
    headers: {},
    hourBefore: await hourBefore(tx, account.id, at),
    detail: 'An e-mail came back as undeliverable.',
  });
  const { standing, reason } = mailStanding(await mailFactsOf(tx, account.id, ctx.now));
  if (standing !== 'pause' || account.pausedAt !== null) return 'bounced';
  await updateAccount(tx, account.id, { pausedAt: ctx.now, pausedBy: actorId(ctx.actor), pauseReason: reason });
  await emitAudit(tx, ctx, { action: 'account.paused', objectId: account.id, details: { reason } });
  return 'paused';
}
