import { cron } from 'inngest';
import { accountsToOpen } from '../../lib/services/days/accounts-to-open';
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
      const due = await step.run('find', findDue);
      if (due.length > 0) await step.sendEvent('announce', due.map(dayDue));
      return { opened: due.length };
    },
  );

async function findDue(): Promise<{ workspaceId: string; accountId: string }[]> {
  const found: { workspaceId: string; accountId: string }[] = [];
  for (const workspaceId of await listWorkspaces()) {
    const ctx = await engineContext({ workspaceId, job: 'open-sending-day' });
    for (const accountId of await accountsToOpen(ctx, {})) found.push({ workspaceId, accountId });
  }
  return found;
}

function dayDue(data: { workspaceId: string; accountId: string }): DayDue {
  return { name: 'account/day-due', data };
}
