import { beginWithdrawals } from '../../lib/services/invitations/begin-withdrawals';
import { lookForPending } from '../../lib/services/invitations/look-for-pending';
import { withdrawNext } from '../../lib/services/invitations/withdraw-next';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { ACCOUNT_DATA, ACCOUNT_ENDS, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

/** A day's hours have room for some forty; a refusal takes a turn too. */
const TURNS_MAX = 150;

/**
 * One account's withdrawals of a day, at drawn moments in its hours, until none or no time is left. A run beside the sending
 * day, because that draws its slots from the day's targets and ramps, and a withdrawal has neither; but on the one send path,
 * under the same gates, stops and budgets. One run an account at a time; a step is never retried by the engine, because the
 * ledger alone knows whether the provider was asked. What is left is found again the next day.
 */
export const withdrawStaleInvitations = () =>
  inngestClient().createFunction(
    {
      id: 'withdraw-stale-invitations',
      triggers: [{ event: 'account/withdrawals-due' }],
      retries: 0,
      onFailure: noteFailedRun('withdraw-stale-invitations', 'accountId'),
      singleton: { key: 'event.data.accountId', mode: 'skip' },
      cancelOn: ACCOUNT_ENDS,
    },
    async ({ event, step }) => {
      const { workspaceId, accountId } = payloadOf(ACCOUNT_DATA, event);
      const later = () => engineContext({ workspaceId, job: 'withdraw-stale-invitations' });
      const begun = await step.run('begin', async () => beginWithdrawals(await later(), { accountId }));
      if (begun.kind === 'closed') return { ended: begun.reason, turns: 0, more: true };
      await step.sleepUntil('first', begun.firstAt);
      const { ids, more } = await step.run('look', async () => lookForPending(await later(), { accountId }));
      for (let n = 0; n < TURNS_MAX; n += 1) {
        const next = await step.run(`withdraw-${n}`, async () =>
          withdrawNext(await later(), { accountId, ids, later }),
        );
        if (next.kind === 'end') return { ended: next.reason, turns: n + 1, more };
        await step.sleepUntil(`slot-${n}`, next.at);
      }
      return { ended: 'turns_used_up', turns: TURNS_MAX, more: true };
    },
  );
