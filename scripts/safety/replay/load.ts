import { sql } from 'drizzle-orm';
import { accounts } from '../../../db/schema/accounts';
import { actionPaces } from '../../../db/schema/action-paces';
import { budgets } from '../../../db/schema/budgets';
import { campaignSenders } from '../../../db/schema/campaign-senders';
import { campaigns } from '../../../db/schema/campaigns';
import { enrolments } from '../../../db/schema/enrolments';
import { identities } from '../../../db/schema/identities';
import { installations } from '../../../db/schema/installations';
import { prospects } from '../../../db/schema/prospects';
import { resolutions } from '../../../db/schema/resolutions';
import { sends } from '../../../db/schema/sends';
import { steps } from '../../../db/schema/steps';
import { workspaces } from '../../../db/schema/workspaces';
import type { MemoryWorld } from '../sim/memory-store';
import type { Table } from '../sim/tables';
import { INSTALLATION, WORKSPACE } from '../sim/world';
import type { Lane } from './lane';
import { emptyLane } from './lane';

const workspaceId = WORKSPACE;

/** Puts the rows with which a schedule begins into the lane's database, in the place of those of the last one. */
export async function load(lane: Lane, world: MemoryWorld, zone: string): Promise<void> {
  await emptyLane(lane);
  const rows = <Name extends Table>(table: Name) => [...world.tables.of(table).values()];
  const at = new Date(world.scheduler.now);
  await lane.owner.orm.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.insert(workspaces).values({ id: workspaceId, name: 'Replay', createdAt: at });
    await tx.insert(installations).values({ id: INSTALLATION, leaseUntil: new Date(world.lease.until), startedAt: at });
    await tx.insert(accounts).values(rows('accounts'));
    await tx.insert(campaigns).values(rows('campaigns'));
    await tx
      .insert(campaignSenders)
      .values(rows('accounts').map(({ id }) => ({ workspaceId, accountId: id, campaignId: 'cmp' })));
    await tx.insert(steps).values(rows('steps').map((row) => ({ ...row, workspaceId })));
    await tx.insert(prospects).values(rows('prospects').map(({ suppressed: _s, ...row }) => row));
    await tx.insert(identities).values(
      rows('prospects').map(({ id }) => ({
        workspaceId,
        kind: 'linkedin_slug' as const,
        value: id,
        prospectId: id,
        createdAt: at,
      })),
    );
    await tx.insert(enrolments).values(rows('enrolments'));
    const known = rows('resolutions').map(({ id: _id, ...row }) => row);
    if (known.length > 0) await tx.insert(resolutions).values(known);
    await tx.insert(actionPaces).values(
      rows('paces').map(({ id: _id, lastAt, stoppedUntil, stoppedAt, ...row }) => ({
        ...{
          ...row,
          workspaceId,
          lastAt: dateOf(lastAt),
          stoppedUntil: dateOf(stoppedUntil),
          stoppedAt: dateOf(stoppedAt),
        },
      })),
    );
    await tx.insert(budgets).values(
      rows('budgets').map(({ id: _id, since, ...row }) => ({
        ...row,
        workspaceId,
        timeZone: zone,
        since: new Date(since),
      })),
    );
    const past = rows('sends').map((row) => ({
      ...{ ...row, workspaceId, at: new Date(row.at), deadlineAt: dateOf(row.deadlineAt) },
      ...{ dispatchedAt: dateOf(row.dispatchedAt), settledAt: dateOf(row.settledAt) },
      answer: row.answer === null ? null : { code: row.answer, detail: '' },
    }));
    if (past.length > 0) await tx.insert(sends).values(past);
  });
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
