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
