import { enrolQueued } from '../../lib/services/sweeps/enrol-queued';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { CAMPAIGN_DATA, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

const BATCHES_MAX = 300;

/** Plans the first step of everyone who waits in a running campaign, a batch a step. */
export const enrolCampaign = () =>
  inngestClient().createFunction(
    {
      id: 'enrol-campaign',
      triggers: [{ event: 'campaign/launched' }, { event: 'campaign/resumed' }, { event: 'campaign/people-added' }],
      retries: 3,
      onFailure: noteFailedRun('enrol-campaign', 'campaignId'),
      concurrency: { limit: 1, key: 'event.data.campaignId' },
    },
    async ({ event, step }) => {
      const { workspaceId, campaignId } = payloadOf(CAMPAIGN_DATA, event);
      let planned = 0;
      for (let n = 0; n < BATCHES_MAX; n += 1) {
        const batch = await step.run(`batch-${n}`, async () =>
          enrolQueued(await engineContext({ workspaceId, job: 'enrol-campaign' }), { campaignId }),
        );
        if (batch.planned === 0) break;
        planned += batch.planned;
      }
      return { planned };
    },
  );
