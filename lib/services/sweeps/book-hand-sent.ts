import { accountsToWatch } from '../../../db/queries/hand-sent';
import { markListed } from '../../../db/queries/invitations';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { bookInvitation } from './book-invitation';
import { idsOf } from './find-missing';
import type { PollInput } from './poll-relations';

/**
 * Finds invitations that somebody sent by hand at the provider: the newest page of each account's own list. Each is booked
 * once, from the same budgets as the engine's, and whoever was to be invited by a step is not invited a second time. Those
 * of ours that the page shows are noted as listed.
 */
export async function bookHandSent(
  ctx: ServiceContext,
  { isTurn = () => true }: PollInput = {},
): Promise<{ booked: number }> {
  let booked = 0;
  for (const account of await withWorkspace(ctx, (tx) => accountsToWatch(tx))) {
    if (!isTurn(account.id)) continue;
    const read = await ctx.provider.listSentInvitations(account.providerAccountId, null);
    if (!read.ok) continue;
    const { items } = read.value;
    await withWorkspace(ctx, (tx) => markListed(tx, { ...idsOf(items), accountId: account.id, now: ctx.now }));
    for (const item of items) {
      const booking = await withWorkspace(ctx, (tx) =>
        bookInvitation(tx, ctx, { accountId: account.id, item, person: 'invited' }),
      );
      if (booking !== null) booked += 1;
    }
  }
  return { booked };
}
