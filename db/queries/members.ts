import { and, eq, sql } from 'drizzle-orm';
import type { Role } from '../../lib/domain/access/roles';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { authUsers } from '../schema/auth-users';
import { memberships } from '../schema/memberships';
import { workspaces } from '../schema/workspaces';
import { decodeCursor } from './cursor';

const member = {
  id: memberships.userId,
  name: authUsers.name,
  email: authUsers.email,
  role: memberships.role,
  joinedAt: memberships.createdAt,
};
export interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
}

/** Members of the workspace, the longest-standing first. */
export async function memberRows(tx: Tx, input: { limit: number; cursor: string | null }): Promise<MemberRow[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select(member)
    .from(memberships)
    .innerJoin(authUsers, eq(authUsers.id, memberships.userId))
    .where(
      from === null
        ? undefined
        : sql`(${memberships.createdAt}, ${memberships.userId}) > (${from.at.toISOString()}::timestamptz, ${from.id})`,
    )
    .orderBy(memberships.createdAt, memberships.userId)
    .limit(input.limit + 1);
}

export async function memberRow(tx: Tx, userId: string): Promise<MemberRow | null> {
  const [row] = await tx
    .select(member)
    .from(memberships)
    .innerJoin(authUsers, eq(authUsers.id, memberships.userId))
    .where(eq(memberships.userId, userId));
  return row ?? null;
}

/** The owners of the workspace, locked: two who step down at once wait for each other. */
export async function lockOwners(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(eq(memberships.role, 'owner'))
    .orderBy(memberships.userId)
    .for('update');
  return rows.map((row) => row.id);
}

/**
 * Makes a person a member. `created`: the person is new, or was no member anywhere, and has the given password; `joined`:
 * the person already signs in for another workspace and keeps its password; `member`: it is one already.
 */
export async function putMember(
  tx: Tx,
  input: { userId: string; email: string; name: string; passwordHash: string; role: Role; now: Date },
): Promise<{ userId: string; outcome: 'created' | 'joined' | 'member' }> {
  const [row] = await rowsOf<{ user_id: string; outcome: 'created' | 'joined' | 'member' }>(
    tx,
    sql`select * from auth_put_member(${input.userId}, ${input.email}, ${input.name}, ${input.passwordHash}, ${input.role}, ${input.now.toISOString()}::timestamptz)`,
  );
  if (!row) throw new Error('auth_put_member answered nothing');
  return { userId: row.user_id, outcome: row.outcome };
}

export async function setRole(tx: Tx, userId: string, role: Role): Promise<void> {
  await tx.update(memberships).set({ role }).where(eq(memberships.userId, userId));
}

export async function deleteMember(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await tx.delete(memberships).where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
}

export async function workspaceName(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx.select({ name: workspaces.name }).from(workspaces).where(eq(workspaces.id, workspaceId));
  if (!row) throw new Error(`there is no workspace ${workspaceId}`);
  return row.name;
}
