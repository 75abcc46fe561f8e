import type { ServiceContext } from '../context';
import { acceptRelation } from '../enrolments/accept-relation';
import { withUnit } from '../with-unit';

/** Whose own lists are read now. */
export interface PollInput {
  isTurn?: (accountId: string) => boolean;
}

/**
 * Finds acceptances that no webhook told of: the newest connections of each account whose turn it is (all of them, when
 * nobody says whose) against its pending invitations.
 */
export async function pollRelations(
  ctx: ServiceContext,
  { isTurn = () => true }: PollInput = {},
): Promise<{ accepted: number }> {
  const pending = await withUnit(ctx, (unit) => unit.pendingByAccount());
  const accounts = new Map(pending.map((row) => [row.accountId, row.providerAccountId]));
  let accepted = 0;
  for (const [accountId, providerAccountId] of accounts) {
    if (!isTurn(accountId)) continue;
    const read = await ctx.provider.listRelations(providerAccountId, null);
    if (!read.ok) continue;
    const relations = new Map(read.value.items.map((item) => [item.providerUserId, item]));
    for (const row of pending.filter((one) => one.accountId === accountId)) {
      const relation = relations.get(row.providerUserId);
      if (relation === undefined) continue;
      await withUnit(ctx, (unit) =>
        acceptRelation(unit, ctx, {
          ...row,
          at: relation.since !== null && relation.since < ctx.now ? relation.since : ctx.now,
        }),
      );
      accepted += 1;
    }
  }
  return { accepted };
}
