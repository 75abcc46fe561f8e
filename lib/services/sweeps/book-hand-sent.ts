import { accountsToWatch } from '../../../db/queries/hand-sent';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { bookInvitation } from './book-invitation';

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
      const booking = await withWorkspace(ctx, (tx) =>
        bookInvitation(tx, ctx, { accountId: account.id, item, person: 'invited' }),
      );
      if (booking !== null) booked += 1;
    }
  }
  return { booked };
}
