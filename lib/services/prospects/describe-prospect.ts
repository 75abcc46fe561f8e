import type { Tx } from '../../../db/client';
import { actorNames } from '../../../db/queries/audit';
import type { ProspectRow } from '../../../db/queries/prospects';
import { suppressedAmong } from '../../../db/queries/prospects';
import { nameOf } from '../../domain/templates/name-of';

/** People as the API says them, with whether they may be contacted at all. */
export async function describeProspects(tx: Tx, rows: ProspectRow[]) {
  const suppressed = await suppressedAmong(
    tx,
    rows.map((row) => row.id),
  );
  const names = await actorNames(
    tx,
    rows.flatMap((row) => row.stoppedBy ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    fullName: nameOf(row),
    company: row.company,
    title: row.title,
    location: row.location,
    email: row.email,
    phone: row.phone,
    linkedinSlug: row.linkedinSlug,
    custom: row.custom,
    suppressed: suppressed.has(row.id),
    repliedAt: row.repliedAt?.toISOString() ?? null,
    optedOutAt: row.optedOutAt?.toISOString() ?? null,
    stoppedAt: row.stoppedAt?.toISOString() ?? null,
    stoppedBy: row.stoppedBy === null ? null : (names.get(row.stoppedBy) ?? null),
    stopReason: row.stopReason,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One person as the API says it. */
export async function describeProspect(tx: Tx, row: ProspectRow) {
  const [described] = await describeProspects(tx, [row]);
  if (described === undefined) throw new Error('one row describes one person');
  return described;
}
