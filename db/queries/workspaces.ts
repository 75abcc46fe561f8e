import { sql } from 'drizzle-orm';
import type { Database } from '../client';
import { outsideWorkspaces, rowsOf } from '../client';

/** The ids of all workspaces, for jobs that look through each of them in its own transaction. */
export async function workspaceIds(db: Database): Promise<string[]> {
  const rows = await outsideWorkspaces(db, (tx) =>
    rowsOf<{ id: string }>(tx, sql`select system_workspace_ids() as id`),
  );
  return rows.map((row) => row.id);
}

/** Renews this installation's lease (wall time); false when another installation holds the database. */
export async function renewLease(db: Database, installationId: string, ttlS: number): Promise<boolean> {
  const [row] = await outsideWorkspaces(db, (tx) =>
    rowsOf<{ ok: boolean }>(
      tx,
      sql`select installation_renew(${installationId}, make_interval(secs => ${ttlS})) as ok`,
    ),
  );
  return row?.ok === true;
}
