import { acceptanceOf, actionMix, openedChats, openOutcomes, signalCounts } from '../../../db/queries/accounts-api';
import { missingSince } from '../../../db/queries/invitations';
import { NEW_CHAT_POLICY } from '../../domain/accounts/new-chats';
import { RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { healthFactors, worstOf } from './health-factors';
import { mailFactsOf } from './mail-facts';

const DAY_MS = 86_400_000;

/** The health of an account: each factor with its value, its sample and its verdict. */
export async function accountHealth(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, input.id);
    const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS);
    const factors = healthFactors({
      account,
      now: ctx.now,
      clockSpeed: ctx.clockSpeed,
      invites: await acceptanceOf(tx, {
        accountId: account.id,
        from: ago(RAMP_POLICY.inviteAgeDaysMax),
        to: ago(RAMP_POLICY.inviteAgeDaysMin),
      }),
      signals: await signalCounts(tx, account.id, ago(7)),
      open: await openOutcomes(tx, account.id),
      missing: await missingSince(tx, account.id, ago(7)),
      chats: await openedChats(tx, account.id, NEW_CHAT_POLICY.judgedBy),
      mail: await mailFactsOf(tx, account.id, ctx.now),
      mix: await actionMix(tx, account.id, ago(1)),
    });
    return {
      asOf: ctx.now.toISOString(),
      checkedAt: account.healthCheckedAt?.toISOString() ?? null,
      verdict: worstOf(factors),
      factors,
    };
  });
}
