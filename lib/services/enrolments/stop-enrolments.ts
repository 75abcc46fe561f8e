import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';
import { endEnrolment } from './end-enrolment';

/**
 * Ends every active enrolment of a person; they are the first locks a stopping write takes. `dispatching` names the
 * sends that had already begun: those may still arrive, nothing else can (design.md P3). The caller marks the person.
 */
export async function stopEnrolments(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { prospectId: string; state: 'replied' | 'stopped'; reason: string },
): Promise<{ stopped: string[]; dispatching: string[] }> {
  const rows = await unit.lockEnrolmentsOfProspect(input.prospectId);
  for (const row of rows) {
    await endEnrolment(unit, ctx, { enrolmentId: row.id, state: input.state, reason: input.reason });
  }
  // A dispatch share-locks the person: from here on it has committed, and is listed, or it sees the stop.
  await unit.lockProspect(input.prospectId);
  return { stopped: rows.map((row) => row.id), dispatching: await unit.sendsInFlight(input.prospectId) };
}
