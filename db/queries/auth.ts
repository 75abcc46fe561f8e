import { sql } from 'drizzle-orm';
import type { Role } from '../../lib/domain/access/roles';
import type { Database, Tx } from '../client';
import { outsideWorkspaces, rowsOf } from '../client';

export interface SignInUser {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
}

export interface SessionActor {
  userId: string;
  name: string;
  email: string;
  workspaceId: string;
  workspaceName: string;
  role: Role;
}

/** Failures of one key are counted over this long. */
const ATTEMPT_WINDOW = '15 minutes';
/** A sign-in ends by itself after this long, used or not. */
const SESSION_LIFE = '7 days';

/** The person with this e-mail address; sign-in looks before any workspace is known. */
export async function userByEmail(tx: Tx, email: string): Promise<SignInUser | null> {
  const [row] = await rowsOf<{ id: string; email: string; name: string; password_hash: string | null }>(
    tx,
    sql`select * from auth_user_by_email(${email})`,
  );
  return row ? { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash } : null;
}

/** Opens a session in wall time; its id is the only thing that the cookie carries. */
export async function openSession(tx: Tx, id: string, userId: string): Promise<void> {
  await tx.execute(sql`select auth_open_session(${id}, ${userId}, clock_timestamp() + ${SESSION_LIFE}::interval)`);
}

/** Ends a session for good. */
export async function closeSession(db: Database, id: string): Promise<void> {
  await outsideWorkspaces(db, (tx) => tx.execute(sql`select auth_close_session(${id})`));
}

/** Who a session speaks for; null when it is over, revoked, or its person is no longer a member. */
export async function sessionActor(tx: Tx, id: string): Promise<SessionActor | null> {
  const [row] = await rowsOf<{
    user_id: string;
    name: string;
    email: string;
    workspace_id: string;
    workspace_name: string;
    role: Role;
  }>(tx, sql`select * from auth_session_actor(${id})`);
  if (!row) return null;
  return {
    userId: row.user_id,
    name: row.name,
    email: row.email,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: row.role,
  };
}

/** Who a token speaks for, by its hash; null when it is unknown, revoked or expired (wall time). */
export async function tokenActor(
  db: Database,
  hash: string,
): Promise<{ tokenId: string; workspaceId: string; role: Role } | null> {
  const [row] = await outsideWorkspaces(db, (tx) =>
    rowsOf<{ token_id: string; workspace_id: string; role: Role }>(tx, sql`select * from auth_token_actor(${hash})`),
  );
  return row ? { tokenId: row.token_id, workspaceId: row.workspace_id, role: row.role } : null;
}

/** Counts one failure of the key and answers how many its window holds. The row stays locked until the transaction ends. */
export async function countFailure(tx: Tx, key: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select auth_count_failure(${key}, ${ATTEMPT_WINDOW}::interval) as n`,
  );
  return row?.n ?? 0;
}

/** The failures of a key in its open window. */
export async function failuresOf(tx: Tx, key: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(tx, sql`select auth_failures(${key}, ${ATTEMPT_WINDOW}::interval) as n`);
  return row?.n ?? 0;
}

/** Forgets the failures of a key, after a success. */
export async function clearFailures(tx: Tx, key: string): Promise<void> {
  await tx.execute(sql`select auth_clear_failures(${key})`);
}
