import { z } from 'zod';
import { noteFailure } from '../../lib/services/system/note-failure';
import { engineContext } from '../engine-context';

/** The data of the event that began the run, inside the event that tells of its failure. */
const FAILED = z.object({
  data: z.object({ event: z.object({ data: z.object({ workspaceId: z.string() }).loose() }) }),
});

/** A failure handler: a run that has failed for good leaves a row that an admin can see. */
export function noteFailedRun(job: string, idField: 'accountId' | 'campaignId' | 'eventId' | 'importId') {
  return async ({ event, error }: { event: unknown; error: Error }) => {
    const failed = FAILED.safeParse(event);
    // Without a workspace there is nobody whose audit it would belong to; the run itself stays in the engine's list.
    if (!failed.success) return { noted: false };
    const { workspaceId, ...rest } = failed.data.data.event.data;
    const ctx = await engineContext({ workspaceId, job });
    await noteFailure(ctx, { job, objectId: String(rest[idField] ?? ''), reason: error.message });
    return { noted: true };
  };
}
