import { sql } from 'drizzle-orm';
import type { WorkingHours } from '../../lib/domain/accounts/constants';
import type { Database, Tx } from '../client';
import { asDate, outsideWorkspaces, rowsOf } from '../client';
import { leaseOf } from './accounts-api';

/** Every account of the installation that should be sending, without names (see `system_sending_accounts`). */
export async function sendingAccounts(db: Database) {
  const rows = await look(db, (tx) =>
    rowsOf<{
      id: string;
      time_zone: string;
      working_hours: WorkingHours[];
      days_off: string[];
      connected_at: string;
      health_checked_at: string | null;
    }>(tx, sql`select * from system_sending_accounts()`),
  );
  return rows.map((row) => ({
    id: row.id,
    schedule: { timeZone: row.time_zone, workingHours: row.working_hours, daysOff: row.days_off },
    connectedAt: new Date(row.connected_at),
    healthCheckedAt: asDate(row.health_checked_at),
  }));
}

/** The newest ramp row of every account that has one (see `system_ramp_days`), read as the role that sends. */
export async function newestRampDays(db: Database, now: Date) {
  const rows = await look(db, async (tx) => {
    await tx.execute(sql`select 1 from ramp_days where false`);
    return rowsOf<{
      account_id: string;
      caps: unknown;
      targets: unknown;
      starts_at: string;
      ends_at: string;
      made_at: string;
      in_force: boolean;
    }>(tx, sql`select * from system_ramp_days(${now.toISOString()}::timestamptz)`);
  });
  return rows.map((row) => ({
    accountId: row.account_id,
    caps: row.caps,
    targets: row.targets,
    startsAt: new Date(row.starts_at),
    endsAt: new Date(row.ends_at),
    madeAt: new Date(row.made_at),
    inForce: row.in_force,
  }));
}

/**
 * Touches every table of the send path as the role that sends, and answers its counters and the lease. A table that is
 * gone, closed to that role or locked for a second is an error.
 */
export async function lookAtLedger(db: Database, installationId: string) {
  return look(db, async (tx) => {
    await tx.execute(
      sql`select 1 from accounts, action_paces, budgets, campaigns, controls, enrolments, identities, installations, invitations,
        prospects, resolutions, sends, signals, steps, threads where false`,
    );
    const rows = await rowsOf<{ account_id: string; is_missing: boolean; zones: string[] }>(
      tx,
      sql`select * from system_counters()`,
    );
    return {
      counters: rows.map((row) => ({ accountId: row.account_id, isMissing: row.is_missing, zones: row.zones })),
      lease: await leaseOf(tx, installationId),
    };
  });
}

/** A health check that waits for a lock is itself a failure. */
async function look<T>(db: Database, read: (tx: Tx) => Promise<T>): Promise<T> {
  return outsideWorkspaces(db, async (tx) => {
    await tx.execute(sql`select set_config('lock_timeout', '1000', true)`);
    return read(tx);
  });
}
