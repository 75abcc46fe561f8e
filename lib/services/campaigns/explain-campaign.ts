import type { CampaignRow } from '../../../db/queries/campaigns';
import { sendersOf } from '../../../db/queries/campaigns';
import { collectAccountFacts } from '../accounts/explain-facts';
import { accountFindings, explainFindings } from '../accounts/explanation';
import type { Explanation, Finding } from '../accounts/finding';
import { held, passed } from '../accounts/finding';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';

/** What a campaign does next, or why not: its own state first, then the answer of the sender that is best off. */
export async function explainCampaign(ctx: ServiceContext, input: { id: string }): Promise<Explanation> {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignFor(tx, input.id);
    const state = campaignFinding(row);
    const senders = await sendersOf(tx, row.id);
    if (state.reason !== null || senders.length === 0) {
      return explainFindings(
        state.reason === null ? [held('no_sender', 'blocked', 'The campaign has no account that sends.')] : [state],
        null,
        ctx,
      );
    }
    const answers: Explanation[] = [];
    for (const sender of senders) {
      const facts = await collectAccountFacts(tx, ctx, sender, row.id);
      answers.push(explainFindings([state, ...accountFindings(facts)], facts, ctx));
    }
    const [best] = answers.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    if (best === undefined) throw new Error('a campaign with senders has an answer');
    return best;
  });
}

const ORDER: Explanation['verdict'][] = ['sending', 'waiting', 'unknown', 'blocked', 'stopped'];

/** Whether the campaign itself lets anything out. */
export function campaignFinding(row: CampaignRow): Finding {
  switch (row.state) {
    case 'running':
      return passed('campaign_state', 'The campaign is running.');
    case 'paused':
      return held(
        'paused_user',
        'stopped',
        `The campaign was paused${row.pauseReason === null ? '' : `: ${row.pauseReason}`}.`,
        { since: row.pausedAt },
      );
    case 'draft':
      return held('draft', 'blocked', 'The campaign has not been launched.');
    case 'completed':
      return held('completed', 'waiting', 'Everyone of the campaign is done.', { since: row.completedAt });
    case 'archived':
      return held('archived', 'stopped', 'The campaign is archived.');
  }
}
