import { cron, NonRetriableError } from 'inngest';
import { accountsToWithdraw } from '../../lib/services/invitations/accounts-to-withdraw';
import { sweepWorkspaces } from '../../lib/services/sweeps/sweep-workspaces';
import { listWorkspaces } from '../../lib/services/workspaces/list-workspaces';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import type { AppEvent } from '../events';

type WithdrawalsDue = Extract<AppEvent, { name: 'account/withdrawals-due' }>;

/** Announces the accounts that have invitations to withdraw. Missing a turn costs nothing; announced twice, one run begins. */
export const findStaleInvitations = () =>
  inngestClient().createFunction(
    { id: 'find-stale-invitations', triggers: [cron('*/20 * * * *')], retries: 0, concurrency: 1 },
    async ({ step }) => {
      const { due, failure } = await step.run('find', findDue);
      if (due.length > 0) await step.sendEvent('announce', due.map(withdrawalsDue));
      // Only now: a workspace that could not be read keeps no other from its turn.
      if (failure !== null) throw new NonRetriableError(failure);
      return { announced: due.length };
    },
  );

async function findDue() {
  const due: { workspaceId: string; accountId: string }[] = [];
  const failure = await sweepWorkspaces(await listWorkspaces(), async (workspaceId) => {
    const ctx = await engineContext({ workspaceId, job: 'find-stale-invitations' });
    for (const accountId of await accountsToWithdraw(ctx)) due.push({ workspaceId, accountId });
  }).then(
    () => null,
    (error: Error) => error.message,
  );
  return { due, failure };
}

function withdrawalsDue(data: { workspaceId: string; accountId: string }): WithdrawalsDue {
  return { name: 'account/withdrawals-due', data };
}
