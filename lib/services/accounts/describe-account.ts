import type { AccountRow } from '../../../db/queries/accounts-api';

/** What the API says of an account; a pause by hand stands beside the state of the connection. */
export function describeAccount(row: AccountRow) {
  return {
    id: row.id,
    provider: row.provider,
    tier: row.tier,
    name: row.name,
    state: row.state,
    stateReason: row.stateReason,
    timeZone: row.timeZone,
    workingHours: row.workingHours,
    daysOff: row.daysOff,
    targets: row.targets,
    ownerId: row.ownerId,
    connectedAt: row.connectedAt.toISOString(),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pauseReason: row.pauseReason,
  };
}
