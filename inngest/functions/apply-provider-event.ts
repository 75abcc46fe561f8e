import { applyEvent } from '../../lib/services/events/apply-event';
import { inngestClient } from '../client';
import { engineContext } from '../engine-context';
import { PROVIDER_EVENT_DATA, payloadOf } from '../events';
import { noteFailedRun } from './note-failed-run';

/** Applies one stored webhook. Applying it twice changes nothing; what fails for good is left to the sweeper. */
export const applyProviderEvent = () =>
  inngestClient().createFunction(
    {
      id: 'apply-provider-event',
      triggers: [{ event: 'provider-event/received' }],
      retries: 3,
      onFailure: noteFailedRun('apply-provider-event', 'eventId'),
    },
    async ({ event, step }) => {
      const { workspaceId, eventId } = payloadOf(PROVIDER_EVENT_DATA, event);
      const applied = await step.run('apply', async () =>
        applyEvent(await engineContext({ workspaceId, job: 'apply-provider-event' }), { eventId }),
      );
      if (applied.connectedAccountId) {
        const data = { workspaceId, accountId: applied.connectedAccountId };
        await step.sendEvent('connected', { name: 'account/connected', data });
      }
      if (applied.lostAccountId) {
        const data = { workspaceId, accountId: applied.lostAccountId };
        await step.sendEvent('lost', { name: 'account/disconnected', data });
      }
      return applied;
    },
  );
