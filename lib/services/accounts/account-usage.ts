import { attempted } from '../../../db/client';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { readRamp } from './layer-facts';
import { unknownFigures, usageFigures } from './usage-figures';

/**
 * The room of an account, budget by budget, counted from the ledger's rows (design.md P6). A counter that cannot be read
 * is not known, which is never 0.
 */
export async function accountUsage(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, input.id);
    const { ramp } = await readRamp(tx, ctx, account);
    const read = await attempted(tx, (inner) =>
      usageFigures(inner, { account, now: ctx.now, rampKnown: ramp !== null }),
    );
    return {
      asOf: ctx.now.toISOString(),
      budgets: (read?.value ?? unknownFigures()).map(({ campaignId: _c, resetsAt, ...figure }) => ({
        ...figure,
        resetsAt: resetsAt?.toISOString() ?? null,
      })),
    };
  });
}
