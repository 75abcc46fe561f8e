import { desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { listMembers } from '../schema/list-members';
import { lists } from '../schema/lists';
import { decodeCursor } from './cursor';

export type ListRow = typeof lists.$inferSelect;

/** Lists, newest first, with how many people each has. */
export async function listRows(
  tx: Tx,
  input: { limit: number; cursor: string | null },
): Promise<(ListRow & { people: number })[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  const rows = await tx
    .select({
      list: lists,
      people: sql<number>`(select count(*)::int from list_members m where m.list_id = ${lists.id})`,
    })
    .from(lists)
    .where(
      from === null
        ? undefined
        : sql`(${lists.createdAt}, ${lists.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
    )
    .orderBy(desc(lists.createdAt), desc(lists.id))
    .limit(input.limit + 1);
  return rows.map((row) => ({ ...row.list, people: row.people }));
}

export async function listById(tx: Tx, id: string): Promise<ListRow | null> {
  const [row] = await tx.select().from(lists).where(eq(lists.id, id));
  return row ?? null;
}

/** The oldest list of a name; names are compared without case. */
export async function listByName(tx: Tx, name: string): Promise<ListRow | null> {
  const [row] = await tx
    .select()
    .from(lists)
    .where(sql`lower(${lists.name}) = lower(${name})`)
    .orderBy(lists.createdAt)
    .limit(1);
  return row ?? null;
}

export async function insertList(tx: Tx, row: typeof lists.$inferInsert): Promise<void> {
  await tx.insert(lists).values(row);
}

export async function updateList(tx: Tx, id: string, change: { name: string }): Promise<void> {
  await tx.update(lists).set(change).where(eq(lists.id, id));
}

/** Removes a list and who was in it; the people themselves stay. */
export async function removeList(tx: Tx, id: string): Promise<void> {
  await tx.delete(listMembers).where(eq(listMembers.listId, id));
  await tx.delete(lists).where(eq(lists.id, id));
}

/** Adds people to a list; who is there already stays. Answers the ids that are new in it. */
export async function addListMembers(tx: Tx, rows: (typeof listMembers.$inferInsert)[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const added = await tx
    .insert(listMembers)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: listMembers.prospectId });
  return new Set(added.map((row) => row.id));
}

/** The ids of a list's people, in the order in which they came in. */
export async function memberIds(tx: Tx, listId: string): Promise<string[]> {
  const rows = await rowsOf<{ prospect_id: string }>(
    tx,
    sql`select prospect_id from list_members where list_id = ${listId} order by added_at, prospect_id`,
  );
  return rows.map((row) => row.prospect_id);
}

export async function memberCount(tx: Tx, listId: string): Promise<number> {
  return tx.$count(listMembers, eq(listMembers.listId, listId));
}
