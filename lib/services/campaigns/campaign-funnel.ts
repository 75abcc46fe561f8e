import { funnelOf, stateCountsOf } from '../../../db/queries/campaigns';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';

/** How far the people of a campaign came, each counted once, and where they stand now. */
export async function campaignFunnel(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignFor(tx, input.id);
    const funnel = await funnelOf(tx, row.id);
    const states = await stateCountsOf(tx, [row.id]);
    return {
      asOf: ctx.now.toISOString(),
      ...funnel,
      states: Object.fromEntries(states.map((count) => [count.state, count.n])),
    };
  });
}
