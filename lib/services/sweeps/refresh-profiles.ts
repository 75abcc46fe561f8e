import { accountsToWatch } from '../../../db/queries/hand-sent';
import { accountById, updateAccount } from '../../../db/queries/sending-days';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import type { PollInput } from './poll-relations';

/** A profile is read again this long after the last reading: about once a day. */
const READ_EVERY_MS = 20 * 3_600_000;

/**
 * Reads the own profile of each running account about once a day (limits.md §1): its plan, its connections, and whether it
 * is complete. A reading that fails changes nothing and is made again at the account's next turn.
 */
export async function refreshProfiles(
  ctx: ServiceContext,
  { isTurn = () => true }: PollInput = {},
): Promise<{ read: number }> {
  let count = 0;
  for (const { id, providerAccountId } of await withWorkspace(ctx, (tx) => accountsToWatch(tx))) {
    if (!isTurn(id)) continue;
    const account = await withWorkspace(ctx, (tx) => accountById(tx, id));
    const age = ctx.now.getTime() - (account?.profileReadAt?.getTime() ?? 0);
    if (account === null || age < READ_EVERY_MS) continue;
    const read = await ctx.provider.getOwnProfile(providerAccountId);
    if (!read.ok) continue;
    const { tier, connections, lacks } = read.value;
    await withWorkspace(ctx, (tx) =>
      updateAccount(tx, id, {
        tier,
        connections: connections ?? account.connections,
        profileLacks: lacks,
        profileReadAt: ctx.now,
      }),
    );
    count += 1;
  }
  return { read: count };
}
