import { insertAccountLink, wallTime } from '../../../db/queries/accounts-api';
import type { Provider } from '../../domain/accounts/constants';
import { AppError } from '../../platform/errors';
import { randomToken, sha256 } from '../../platform/secrets';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';

export interface LinkAccountInput {
  provider: Provider;
  country?: string | null;
  /** Id of the account that is connected again. */
  reconnect?: string | null;
  ageDays?: number | null;
  consentAt?: string | null;
  /** Address of this installation, from its settings. */
  appUrl: string;
}

/** How long a connection link lives, in wall time. */
const LINK_MS = 30 * 60_000;

/**
 * Starts the connection of an account: a state that is random, used once, and bound to user and workspace; only its hash
 * is stored. The provider is asked for its page after the transaction.
 */
export async function linkAccount(
  ctx: ServiceContext,
  input: LinkAccountInput,
): Promise<{ url: string; expiresAt: string }> {
  authorise(ctx, 'accounts.connect');
  const state = randomToken(32);
  const pending = await withWorkspace(ctx, async (tx) => {
    const account = input.reconnect ? await accountFor(tx, ctx, input.reconnect) : null;
    const expiresAt = new Date((await wallTime(tx)).getTime() + LINK_MS);
    await insertAccountLink(tx, {
      workspaceId: ctx.actor.workspaceId,
      stateHash: sha256(state),
      userId: actorId(ctx.actor),
      provider: input.provider,
      reconnectAccountId: account?.id ?? null,
      details: { country: input.country ?? null, ageDays: input.ageDays ?? null, consentAt: input.consentAt ?? null },
      expiresAt,
    });
    await emitAudit(tx, ctx, {
      action: 'account.link_requested',
      objectId: account?.id ?? null,
      details: { provider: input.provider, country: input.country ?? null },
    });
    return { expiresAt, reconnectProviderAccountId: account?.providerAccountId ?? null };
  });
  const link = await ctx.provider.createLink({
    provider: input.provider,
    country: input.country ?? null,
    reconnectProviderAccountId: pending.reconnectProviderAccountId,
    redirectUri: `${input.appUrl}/accounts/connect/done`,
    state,
    expiresAt: pending.expiresAt,
  });
  if (!link.ok)
    throw new AppError(
      'unavailable',
      'The provider gave no connection page. Try again in a minute.',
      link.retryAfterS === undefined ? {} : { retryAfterS: link.retryAfterS },
    );
  return { url: link.value.url, expiresAt: pending.expiresAt.toISOString() };
}
