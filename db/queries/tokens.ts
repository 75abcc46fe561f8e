import { desc, eq, sql } from 'drizzle-orm';
import type { Role } from '../../lib/domain/access/roles';
import { ROLES } from '../../lib/domain/access/roles';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';
import { tokens } from '../schema/tokens';
import { decodeCursor } from './cursor';
import { textArray } from './prospects';

export type TokenRow = typeof tokens.$inferSelect;

/** The oldest workspace that the connection may see; for commands that run as the database's owner. */
export async function firstWorkspaceId(tx: Tx): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(tx, sql`select id from workspaces order by created_at, id limit 1`);
  return row?.id ?? null;
}

/** Tokens of the workspace, newest first, whether they still work or not. */
export async function tokenRows(
  tx: Tx,
  input: { limit: number; cursor: string | null },
): Promise<(Omit<TokenRow, 'hash'> & { expired: boolean })[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select({
      workspaceId: tokens.workspaceId,
      id: tokens.id,
      name: tokens.name,
      role: tokens.role,
      createdBy: tokens.createdBy,
      createdAt: tokens.createdAt,
      expiresAt: tokens.expiresAt,
      revokedAt: tokens.revokedAt,
      expired: sql<boolean>`${tokens.expiresAt} <= clock_timestamp()`,
    })
    .from(tokens)
    .where(
      from === null
        ? undefined
        : sql`(${tokens.createdAt}, ${tokens.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
    )
    .orderBy(desc(tokens.createdAt), desc(tokens.id))
    .limit(input.limit + 1);
}

/** Stores a token that works for `days` of wall time, and no longer than the token that makes it. */
export async function insertToken(
  tx: Tx,
  input: {
    workspaceId: string;
    id: string;
    name: string;
    role: Role;
    hash: string;
    createdBy: string | null;
    days: number;
  },
): Promise<Date> {
  const [row] = await rowsOf<{ expires_at: string }>(
    tx,
    sql`insert into tokens (workspace_id, id, name, role, hash, created_by, created_at, expires_at)
      values (${input.workspaceId}, ${input.id}, ${input.name}, ${input.role}, ${input.hash}, ${input.createdBy}, clock_timestamp(),
        least(clock_timestamp() + make_interval(days => ${input.days}::int), (select p.expires_at from tokens p where p.id = ${input.createdBy})))
      returning expires_at`,
  );
  const expiresAt = asDate(row?.expires_at ?? null);
  if (expiresAt === null) throw new Error('a token was not stored');
  return expiresAt;
}

export async function tokenRow(tx: Tx, id: string): Promise<TokenRow | null> {
  const [row] = await tx.select().from(tokens).where(eq(tokens.id, id));
  return row ?? null;
}

/** Revokes a token and every token that was made with it. Answers the ids that worked until now. */
export async function revokeTokenTree(tx: Tx, id: string): Promise<string[]> {
  return revokeTree(tx, sql`select id from tokens where id = ${id}`);
}

/** Revokes what a person made (and what was made with that), or of it only what may do more than `above`. */
export async function revokeTokensOf(tx: Tx, userId: string, above: Role | null): Promise<string[]> {
  const roles = above === null ? ROLES : ROLES.slice(0, ROLES.indexOf(above));
  return revokeTree(
    tx,
    sql`select id from tokens where created_by = ${userId} and role = any(${textArray([...roles])}::text[])`,
  );
}

async function revokeTree(tx: Tx, roots: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`with recursive tree(id) as ((${roots}) union select t.id from tokens t join tree on t.created_by = tree.id)
      update tokens set revoked_at = clock_timestamp() where id in (select id from tree) and revoked_at is null returning id`,
  );
  return rows.map((row) => row.id).sort();
}
