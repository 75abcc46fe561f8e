import { accountsToOpen } from '../../lib/services/days/accounts-to-open';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { ACCOUNT_DATA, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

/** An account that came, came back or got other hours starts its day at once instead of at the next turn of the cron. */
export const reopenSendingDay = () =>
  inngestClient().createFunction(
    {
      id: 'reopen-sending-day',
      triggers: [{ event: 'account/connected' }, { event: 'account/resumed' }, { event: 'account/schedule-changed' }],
      retries: 3,
      onFailure: noteFailedRun('reopen-sending-day', 'accountId'),
    },
    async ({ event, step }) => {
      const { workspaceId, accountId } = payloadOf(ACCOUNT_DATA, event);
      const due = await step.run('find', async () =>
        accountsToOpen(await engineContext({ workspaceId, job: 'reopen-sending-day' }), { accountId }),
      );
      if (due.length === 0) return { opened: 0 };
      // The same event cancels the run of the old schedule: let that happen first.
      await step.sleep('after-cancel', '1s');
      await step.sendEvent('announce', { name: 'account/day-due', data: { workspaceId, accountId } });
      return { opened: 1 };
    },
  );
