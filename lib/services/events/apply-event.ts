import { countAttempt, lockUnapplied, markApplied, providerEventById } from '../../../db/queries/provider-events';
import { decrypt } from '../../platform/secrets';
import type { ProviderEvent } from '../../providers/port';
import { connectAccount, readNewAccount } from '../accounts/connect-account';
import { refreshAccount } from '../accounts/refresh-account';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { applyBounce } from './apply-bounce';
import { applyMessage } from './apply-message';
import { applyRelation } from './apply-relation';
import { completeMessage } from './complete-message';

export interface Applied {
  outcome: string;
  connectedAccountId: string | null;
  lostAccountId: string | null;
}

/**
 * Applies one stored webhook, once: what it means for the account or the person, in one transaction with the mark that it
 * is done. Events may come late, twice and in any order. An error leaves it for the sweeper.
 */
export async function applyEvent(ctx: ServiceContext, input: { eventId: string }): Promise<Applied> {
  const row = await withWorkspace(ctx, (tx) => providerEventById(tx, input.eventId));
  if (row === null) return nothing('gone');
  if (row.appliedAt !== null) return nothing(row.outcome ?? 'applied');
  const event = ctx.provider.parseWebhook(decrypt(ctx.encryptionKey, row.bodyEncrypted));
  if (event === null) return finish(ctx, input.eventId, async () => nothing('unreadable'));
  try {
    return await applyKind(ctx, { eventId: input.eventId, accountId: row.accountId, event });
  } catch (error) {
    await withWorkspace(ctx, (tx) => countAttempt(tx, input.eventId));
    throw error;
  }
}

async function applyKind(
  ctx: ServiceContext,
  input: { eventId: string; accountId: string | null; event: ProviderEvent },
): Promise<Applied> {
  const { eventId, accountId, event } = input;
  switch (event.kind) {
    case 'account_connected': {
      // Read before the transaction: no network call may be made inside one.
      const found = await readNewAccount(ctx, event);
      return finish(ctx, eventId, async (tx) => {
        const connected = await connectAccount(tx, ctx, { event, found });
        return { ...nothing(connected === null ? 'link_not_open' : 'connected'), connectedAccountId: connected };
      });
    }
    case 'account_status': {
      if (accountId === null) return finish(ctx, eventId, async () => nothing('unknown_account'));
      const account = await refreshAccount(ctx, { accountId });
      return finish(ctx, eventId, async () => ({
        ...nothing(account.state),
        lostAccountId: account.state === 'running' ? null : account.id,
        connectedAccountId: account.state === 'running' ? account.id : null,
      }));
    }
    case 'relation_new':
      return finish(ctx, eventId, async (tx) => nothing(await applyRelation(tx, ctx, { accountId, event })));
    case 'message_new': {
      const message = await completeMessage(ctx, { accountId, event });
      return finish(ctx, eventId, async (tx) => nothing(await applyMessage(tx, ctx, { accountId, event: message })));
    }
    case 'email_bounced':
      return finish(ctx, eventId, async (tx) => nothing(await applyBounce(tx, ctx, { accountId, at: event.at })));
    case 'ignored':
      return finish(ctx, eventId, async () => nothing('ignored'));
  }
}

/** Does the work and marks the event in one transaction, unless another worker was first. */
function finish(
  ctx: ServiceContext,
  eventId: string,
  work: (tx: Parameters<Parameters<typeof withWorkspace>[1]>[0]) => Promise<Applied>,
): Promise<Applied> {
  return withWorkspace(ctx, async (tx) => {
    if ((await lockUnapplied(tx, eventId)) === null) return nothing('applied');
    const applied = await work(tx);
    await markApplied(tx, eventId, { appliedAt: ctx.now, outcome: applied.outcome });
    return applied;
  });
}

function nothing(outcome: string): Applied {
  return { outcome, connectedAccountId: null, lostAccountId: null };
}
