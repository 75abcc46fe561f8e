import type { Database } from '../../db/client';
import { accounts } from '../../db/schema/accounts';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { rampWeeks } from '../../lib/domain/ramp/ramp-cap';
import { newId } from '../../lib/platform/ids';
import type { SimulatedAccount } from './simulator-control';

/** Writes a connected account as the connection would have left it; `connecting` until its history is complete. */
export async function seedAccount(
  owner: Database,
  input: { workspaceId: string; ownerId: string; simulated: SimulatedAccount; connectedAt: Date; timeZone: string },
): Promise<string> {
  const { simulated, connectedAt } = input;
  const id = newId('account');
  await owner.orm.insert(accounts).values({
    workspaceId: input.workspaceId,
    id,
    provider: 'linkedin',
    providerAccountId: simulated.id,
    name: simulated.name,
    ownerId: input.ownerId,
    tier: simulated.tier,
    state: 'connecting',
    stateChangedAt: connectedAt,
    country: simulated.country,
    timeZone: input.timeZone,
    workingHours: DEFAULT_WORKING_HOURS,
    daysOff: [],
    targets: {},
    ageDays: simulated.ageDays,
    connections: simulated.connections,
    activeLast30Days: true,
    rampWeek: 0,
    rampWeeks: rampWeeks({
      accountAgeDays: simulated.ageDays,
      connections: simulated.connections,
      activeLast30Days: true,
    }),
    connectedAt,
  });
  return id;
}
