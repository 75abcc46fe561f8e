import { importPage } from '../../lib/services/imports/import-page';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { AUDIENCE_DATA, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

/** Each turn is a sleep and a page: with the hand-over this stays under 800 steps a run (design.md §4). */
const TURNS_MAX = 399;

/**
 * Reads a search for people page by page, one call a turn, at the pace that the service draws. What holds it (a full day, a
 * limit answer, a pause, the kill switch) makes it wait and go on afterwards; a second run of the same search follows the
 * first and stores nobody twice.
 */
export const importAudience = () =>
  inngestClient().createFunction(
    {
      id: 'import-audience',
      triggers: [{ event: 'audience/requested' }],
      retries: 3,
      onFailure: noteFailedRun('import-audience', 'importId'),
      concurrency: { limit: 1, key: 'event.data.accountId' },
    },
    async ({ event, step }) => {
      const { workspaceId, accountId, importId } = payloadOf(AUDIENCE_DATA, event);
      const later = () => engineContext({ workspaceId, job: 'import-audience' });
      for (let n = 0; n < TURNS_MAX; n += 1) {
        const turn = await step.run(`page-${n}`, async () => importPage(await later(), { importId, later }));
        if (turn.kind === 'end') return { ended: turn.state };
        await step.sleepUntil(`wait-${n}`, turn.at);
      }
      await step.sendEvent('hand-over', { name: 'audience/requested', data: { workspaceId, accountId, importId } });
      return { ended: 'handed_over' };
    },
  );
