import { openDay } from '../../lib/services/days/open-day';
import { sendNext } from '../../lib/services/sends/send-next';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { ACCOUNT_DATA, ACCOUNT_ENDS, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

/**
 * At this many turns, of two steps each, a run hands over to a fresh one: long before the 400 steps of design.md §4, because
 * every call of a run carries all steps that it has behind it.
 */
const TURNS_MAX = 40;

/**
 * One account's local day: opened once, then one send a slot until its hours are over. At most one run an account at a
 * time; a step is never retried by the engine, because the ledger alone knows whether the provider was asked.
 */
export const runSendingDay = () =>
  inngestClient().createFunction(
    {
      id: 'run-sending-day',
      triggers: [{ event: 'account/day-due' }],
      retries: 0,
      onFailure: noteFailedRun('run-sending-day', 'accountId'),
      concurrency: { limit: 1, key: 'event.data.accountId' },
      cancelOn: ACCOUNT_ENDS,
    },
    async ({ event, step }) => {
      const { workspaceId, accountId } = payloadOf(ACCOUNT_DATA, event);
      const later = () => engineContext({ workspaceId, job: 'run-sending-day' });
      const day = await step.run('open', async () => openDay(await later(), { accountId }));
      if (day.kind === 'closed') return { ended: day.reason };
      let slotAt = day.firstAt;
      for (let n = 0; n < TURNS_MAX; n += 1) {
        await step.sleepUntil(`slot-${n}`, slotAt);
        const next = await step.run(`send-${n}`, async () => sendNext(await later(), { accountId, later }));
        if (next.kind === 'end') return { ended: next.reason };
        slotAt = next.at;
      }
      await step.sendEvent('hand-over', { name: 'account/day-due', data: { workspaceId, accountId } });
      return { ended: 'handed_over' };
    },
  );
