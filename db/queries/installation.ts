import { and, eq, sql } from 'drizzle-orm';
import type { Database, Tx } from '../client';
import { outsideWorkspaces, rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import type { HoldReason } from '../schema/installations';
import { installationComparisons, installations } from '../schema/installations';

export type { ComparisonFinding, HoldReason } from '../schema/installations';
export type LeaseState = 'ours' | HoldReason;

/**
 * Renews this installation's lease (wall time) and answers the epoch to keep as its mark; any other state than `ours` has
 * ended the lease, and a person must look (see `installation_renew`).
 */
export async function renewInstallation(
  db: Database,
  input: { id: string; ttlS: number; mark: number | null },
): Promise<{ state: LeaseState; epoch: number }> {
  const [row] = await outsideWorkspaces(db, (tx) =>
    rowsOf<{ state: LeaseState; epoch: string }>(
      tx,
      sql`select * from installation_renew(${input.id}, make_interval(secs => ${input.ttlS}), ${input.mark}::bigint)`,
    ),
  );
  if (!row) throw new Error('installation_renew returned no row');
  return { state: row.state, epoch: Number(row.epoch) };
}

/** How often this installation has renewed its lease in this database; 0 when it never has. */
export async function epochOf(db: Database, id: string): Promise<number> {
  return outsideWorkspaces(db, async (tx) => {
    const [row] = await tx.select({ epoch: installations.epoch }).from(installations).where(eq(installations.id, id));
    return row?.epoch ?? 0;
  });
}

/** Ends the hold of an installation in a person's name; by nobody only a gap that nothing was found for. */
export async function confirmInstallation(
  tx: Tx,
  input: { id: string; by: string | null },
): Promise<'confirmed' | 'not_held' | 'not_compared'> {
  const [row] = await rowsOf<{ outcome: 'confirmed' | 'not_held' | 'not_compared' }>(
    tx,
    sql`select installation_confirm(${input.id}, ${input.by}) as outcome`,
  );
  if (!row) throw new Error('installation_confirm returned no row');
  return row.outcome;
}

/** The hold of an installation, or null when it may send. */
export async function holdOf(tx: Tx, id: string): Promise<{ reason: HoldReason; since: Date } | null> {
  const [row] = await tx.select().from(installations).where(eq(installations.id, id));
  if (row === undefined || row.heldReason === null || row.heldSince === null) return null;
  return { reason: row.heldReason, since: row.heldSince };
}

/** Every account that is not removed, with its comparison for this hold, or null while there is none. */
export async function comparisonsOf(tx: Tx, input: { installationId: string; since: Date }) {
  const rows = await tx
    .select({ account: accounts, comparison: installationComparisons })
    .from(accounts)
    .leftJoin(
      installationComparisons,
      and(
        eq(installationComparisons.accountId, accounts.id),
        eq(installationComparisons.installationId, input.installationId),
        eq(installationComparisons.heldSince, input.since),
      ),
    )
    .where(sql`${accounts.state} <> 'removed'`)
    .orderBy(accounts.id);
  return rows;
}

/** Keeps what the comparison of an account came to; one of an earlier hold is replaced. */
export async function saveComparison(tx: Tx, row: typeof installationComparisons.$inferInsert): Promise<void> {
  const { workspaceId, accountId, ...rest } = row;
  await tx
    .insert(installationComparisons)
    .values(row)
    .onConflictDoUpdate({
      target: [installationComparisons.workspaceId, installationComparisons.accountId],
      set: rest,
    });
}

/** People of active enrolments on an account whom it has looked up, each once, with whether the ledger knows an invite to them. */
export async function peopleToCompare(tx: Tx, accountId: string) {
  return rowsOf<{ prospectId: string; providerUserId: string; since: string; replied: boolean }>(
    tx,
    sql`select distinct on (e.prospect_id) e.prospect_id as "prospectId", r.provider_user_id as "providerUserId", e.created_at as since, p.replied_at is not null as replied
      from enrolments e join resolutions r on r.account_id = e.account_id and r.prospect_id = e.prospect_id join prospects p on p.id = e.prospect_id
      where e.account_id = ${accountId} and e.active and r.provider_user_id is not null order by e.prospect_id, e.created_at`,
  );
}

/**
 * The active enrolment of a person on an account, with the degree of its look-up, null without one: whoever is a connection
 * now and was none then was invited by somebody.
 */
export async function enrolledOn(tx: Tx, input: { accountId: string; prospectId: string }) {
  const [row] = await rowsOf<{ since: string; degree: number | null }>(
    tx,
    sql`select e.created_at as since, r.degree from enrolments e left join resolutions r on r.account_id = e.account_id and r.prospect_id = e.prospect_id
      where e.account_id = ${input.accountId} and e.prospect_id = ${input.prospectId} and e.active order by e.created_at limit 1`,
  );
  return row === undefined ? null : { since: new Date(row.since), degree: row.degree };
}

/** Whether the ledger holds an invite to the person that may have reached the provider. */
export async function knowsInvite(tx: Tx, input: { accountId: string; prospectId: string }): Promise<boolean> {
  const [row] = await rowsOf<{ known: boolean }>(
    tx,
    sql`select exists (select 1 from sends where account_id = ${input.accountId} and prospect_id = ${input.prospectId} and action = 'invite'
      and state in ('dispatching', 'sent', 'unknown', 'held')) as known`,
  );
  return row?.known === true;
}
