import type { Tx } from '../../../db/client';
import { lockEnrolmentsOfProspect, lockProspect, sendsInFlight } from '../../../db/queries/enrolments';
import type { ServiceContext } from '../context';
import { endEnrolment } from './end-enrolment';

/**
 * Ends every active enrolment of a person; they are the first locks a stopping write takes. `dispatching` names the
 * sends that had already begun: those may still arrive, nothing else can (design.md P3). The caller marks the person.
 */
export async function stopEnrolments(
  tx: Tx,
  ctx: ServiceContext,
  input: { prospectId: string; state: 'replied' | 'stopped'; reason: string },
): Promise<{ stopped: string[]; dispatching: string[] }> {
  const rows = await lockEnrolmentsOfProspect(tx, input.prospectId);
  for (const row of rows) {
    await endEnrolment(tx, ctx, { enrolmentId: row.id, state: input.state, reason: input.reason });
  }
  // A dispatch share-locks the person: from here on it has committed, and is listed, or it sees the stop.
  await lockProspect(tx, input.prospectId);
  return { stopped: rows.map((row) => row.id), dispatching: await sendsInFlight(tx, input.prospectId) };
}
