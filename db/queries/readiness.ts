import { sql } from 'drizzle-orm';
import type { WorkingHours } from '../../lib/domain/accounts/constants';
import type { Database } from '../client';
import { asDate, outsideWorkspaces, rowsOf } from '../client';

/** Every account of the installation that should be sending, without names (see `system_sending_accounts`). */
export async function sendingAccounts(db: Database, now: Date) {
  const rows = await outsideWorkspaces(db, (tx) =>
    rowsOf<{
      time_zone: string;
      working_hours: WorkingHours[];
      days_off: string[];
      connected_at: string;
      health_checked_at: string | null;
      has_ramp_day: boolean;
    }>(tx, sql`select * from system_sending_accounts(${now.toISOString()}::timestamptz)`),
  );
  return rows.map((row) => ({
    schedule: { timeZone: row.time_zone, workingHours: row.working_hours, daysOff: row.days_off },
    connectedAt: new Date(row.connected_at),
    healthCheckedAt: asDate(row.health_checked_at),
    hasRampDay: row.has_ramp_day,
  }));
}
