import { rampDayAt } from '../../../db/queries/accounts-api';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { usageFigures } from './usage-figures';

/** The room of an account, budget by budget, counted from the ledger's rows (design.md P6). */
export async function accountUsage(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    await accountFor(tx, ctx, input.id);
    const ramp = await rampDayAt(tx, input.id, ctx.now);
    const figures = await usageFigures(tx, { accountId: input.id, now: ctx.now, rampKnown: ramp !== null });
    return {
      asOf: ctx.now.toISOString(),
      budgets: figures.map(({ campaignId: _c, resetsAt, ...figure }) => ({
        ...figure,
        resetsAt: resetsAt?.toISOString() ?? null,
      })),
    };
  });
}
