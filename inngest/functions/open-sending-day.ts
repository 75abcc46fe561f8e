import { cron, NonRetriableError } from 'inngest';
import { accountsToOpen } from '../../lib/services/days/accounts-to-open';
import { sweepWorkspaces } from '../../lib/services/sweeps/sweep-workspaces';
import { listWorkspaces } from '../../lib/services/workspaces/list-workspaces';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import type { AppEvent } from '../events';

type DayDue = Extract<AppEvent, { name: 'account/day-due' }>;

/** Announces the days that begin, and again those whose run has died (design.md §4). Missing a turn costs nothing. */
export const openSendingDay = () =>
  inngestClient().createFunction(
    { id: 'open-sending-day', triggers: [cron('*/5 * * * *')], retries: 1, concurrency: 1 },
    async ({ step }) => {
      const { due, failure } = await step.run('find', findDue);
      if (due.length > 0) await step.sendEvent('announce', due.map(dayDue));
      // Only now: a workspace that could not be read keeps no other from its day.
      if (failure !== null) throw new NonRetriableError(failure);
      return { opened: due.length };
    },
  );

async function findDue() {
  const due: { workspaceId: string; accountId: string }[] = [];
  const failure = await sweepWorkspaces(await listWorkspaces(), async (workspaceId) => {
    const ctx = await engineContext({ workspaceId, job: 'open-sending-day' });
    for (const accountId of await accountsToOpen(ctx, {})) due.push({ workspaceId, accountId });
  }).then(
    () => null,
    (error: Error) => error.message,
  );
  return { due, failure };
}

function dayDue(data: { workspaceId: string; accountId: string }): DayDue {
  return { name: 'account/day-due', data };
}
