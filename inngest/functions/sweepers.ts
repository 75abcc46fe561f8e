import { cron } from 'inngest';
import { isPollTime } from '../../lib/domain/pacing/poll-time';
import type { ServiceContext } from '../../lib/services/context';
import { strandedAudiences } from '../../lib/services/imports/stranded-audiences';
import { compareInstallation } from '../../lib/services/installation/compare-installation';
import { reconcileWithdrawals } from '../../lib/services/invitations/reconcile-withdrawals';
import { bookHandSent } from '../../lib/services/sweeps/book-hand-sent';
import { enrolQueued } from '../../lib/services/sweeps/enrol-queued';
import { findMissing } from '../../lib/services/sweeps/find-missing';
import { pollRelations } from '../../lib/services/sweeps/poll-relations';
import { reconcileUnknown } from '../../lib/services/sweeps/reconcile-unknown';
import { refreshProfiles } from '../../lib/services/sweeps/refresh-profiles';
import { sweepEvents } from '../../lib/services/sweeps/sweep-events';
import { sweepReservations } from '../../lib/services/sweeps/sweep-reservations';
import { sweepWorkspaces } from '../../lib/services/sweeps/sweep-workspaces';
import { wakeEnrolments } from '../../lib/services/sweeps/wake-enrolments';
import { listWorkspaces } from '../../lib/services/workspaces/list-workspaces';
import { announce, inngestClient } from '../client';
import { engineContext } from '../engine-context';

type Sweep = (ctx: ServiceContext, input: Record<string, never>) => Promise<unknown>;

/** Finds in the database what no event announced: every workspace, one after the other (design.md P5). */
function sweeper(id: string, schedule: string, sweep: Sweep) {
  return () =>
    inngestClient().createFunction({ id, triggers: [cron(schedule)], retries: 0, concurrency: 1 }, async ({ step }) =>
      step.run('sweep', async () => {
        await sweepWorkspaces(await listWorkspaces(), async (workspaceId) =>
          sweep(await engineContext({ workspaceId, job: id }), {}),
        );
        return { done: true };
      }),
    );
}

export const sweepReservationsJob = sweeper('sweep-reservations', '*/5 * * * *', sweepReservations);
export const sweepEventsJob = sweeper('sweep-provider-events', '*/5 * * * *', sweepEvents);
export const wakeEnrolmentsJob = sweeper('wake-enrolments', '*/5 * * * *', async (ctx) => {
  await wakeEnrolments(ctx, {});
  await enrolQueued(ctx, {});
});
export const sweepAudiencesJob = sweeper('sweep-audiences', '*/20 * * * *', async (ctx) => {
  const { workspaceId } = ctx.actor;
  const stranded = await strandedAudiences(ctx, {});
  await announce(...stranded.map((one) => ({ name: 'audience/requested' as const, data: { workspaceId, ...one } })));
});
export const reconcileUnknownJob = sweeper('reconcile-unknown', '*/20 * * * *', async (ctx) => {
  await reconcileUnknown(ctx, {});
  await reconcileWithdrawals(ctx, {});
});
/** How often it is asked whose turn it is; each account has moments of its own. */
const POLL_EVERY_MS = 20 * 60_000;
export const pollRelationsJob = sweeper('poll-relations', '*/20 * * * *', async (ctx) => {
  const isTurn = (accountId: string) => isPollTime({ accountId, now: ctx.now, everyMs: POLL_EVERY_MS });
  await pollRelations(ctx, { isTurn });
  await bookHandSent(ctx, { isTurn });
  await findMissing(ctx, { isTurn });
  await refreshProfiles(ctx, { isTurn });
});
export const compareInstallationJob = sweeper('compare-installation', '*/5 * * * *', compareInstallation);
