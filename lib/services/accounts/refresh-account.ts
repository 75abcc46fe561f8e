import type { AccountRow } from '../../../db/queries/sending-days';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';

/**
 * Reads the API's own account record, uncached, and writes what it says. A read that fails changes nothing: the age of the
 * last good one then closes the gate (design.md §4).
 */
export async function refreshAccount(ctx: ServiceContext, input: { accountId: string }): Promise<AccountRow> {
  const before = await withUnit(ctx, (unit) => unit.accountById(input.accountId));
  if (before === null) throw new Error(`there is no account ${input.accountId}`);
  const read = await ctx.provider.getAccount(before.providerAccountId);
  if (!read.ok) return before;
  const { status, detail, tier } = read.value;
  return withUnit(ctx, async (unit) => {
    await unit.updateAccount(before.id, {
      healthCheckedAt: ctx.now,
      tier: tier ?? before.tier,
      ...(status === before.state ? {} : { state: status, stateReason: detail, stateChangedAt: ctx.now }),
      ...(status === 'restricted' && before.state !== 'restricted' ? { restrictedAt: ctx.now } : {}),
    });
    return (await unit.accountById(before.id)) ?? before;
  });
}
