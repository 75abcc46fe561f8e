import { and, desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';
import { enrolments } from '../schema/enrolments';
import { identities } from '../schema/identities';
import { prospects } from '../schema/prospects';
import { resolutions } from '../schema/resolutions';
import { decodeCursor } from './cursor';

export type ProspectRow = typeof prospects.$inferSelect;
export type IdentityRow = typeof identities.$inferSelect;
export type IdentityKind = IdentityRow['kind'];
export interface IdentityKey {
  kind: IdentityKind;
  value: string;
}

/** People of the workspace, newest first, by list, text or suppression. */
export async function listProspectRows(
  tx: Tx,
  input: { listId: string | null; query: string | null; limit: number; cursor: string | null },
): Promise<ProspectRow[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  const like = input.query === null ? null : `%${input.query.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return tx
    .select()
    .from(prospects)
    .where(
      and(
        input.listId === null
          ? undefined
          : sql`exists (select 1 from list_members m where m.prospect_id = ${prospects.id} and m.list_id = ${input.listId})`,
        like === null
          ? undefined
          : sql`concat_ws(' ', ${prospects.fullName}, ${prospects.firstName}, ${prospects.lastName}, ${prospects.company}, ${prospects.email}, ${prospects.linkedinSlug}) ilike ${like}`,
        from === null
          ? undefined
          : sql`(${prospects.createdAt}, ${prospects.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
      ),
    )
    .orderBy(desc(prospects.createdAt), desc(prospects.id))
    .limit(input.limit + 1);
}

export async function prospectRow(tx: Tx, id: string): Promise<ProspectRow | null> {
  const [row] = await tx.select().from(prospects).where(eq(prospects.id, id));
  return row ?? null;
}

/** The person, locked against every dispatch to it: dispatch share-locks this row (design.md §4). */
export async function lockProspect(tx: Tx, id: string): Promise<ProspectRow | null> {
  const [row] = await tx.select().from(prospects).where(eq(prospects.id, id)).for('update');
  return row ?? null;
}

/** Makes new people and claims of identities wait for each other until the transaction ends, so that nobody is created twice. */
export async function lockPeopleOfWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`people:${workspaceId}`}, 726102))`);
}

export async function insertProspects(tx: Tx, rows: (typeof prospects.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(prospects).values(rows);
}

export async function updateProspect(
  tx: Tx,
  id: string,
  change: Partial<typeof prospects.$inferInsert>,
): Promise<void> {
  await tx.update(prospects).set(change).where(eq(prospects.id, id));
}

export async function prospectsByIds(tx: Tx, ids: string[]): Promise<ProspectRow[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(prospects)
    .where(sql`${prospects.id} = any(${textArray(ids)}::text[])`);
}

/** The identity rows of these keys, whoever they belong to. Lateral, so that every key is one index look-up however stale the statistics are. */
export async function identitiesByKeys(
  tx: Tx,
  keys: IdentityKey[],
): Promise<Pick<IdentityRow, 'kind' | 'value' | 'prospectId' | 'suppressedAt'>[]> {
  if (keys.length === 0) return [];
  const rows = await rowsOf<{
    kind: IdentityKind;
    value: string;
    prospect_id: string | null;
    suppressed_at: string | null;
  }>(
    tx,
    sql`select i.* from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(kind text, value text) cross join lateral (
        select kind, value, prospect_id, suppressed_at from identities
        where workspace_id = current_setting('app.workspace_id') and kind = k.kind and value = k.value limit 1) i`,
  );
  return rows.map((row) => ({
    kind: row.kind,
    value: row.value,
    prospectId: row.prospect_id,
    suppressedAt: asDate(row.suppressed_at),
  }));
}

export async function identitiesOf(tx: Tx, prospectIds: string[]): Promise<IdentityRow[]> {
  if (prospectIds.length === 0) return [];
  return tx
    .select()
    .from(identities)
    .where(sql`${identities.prospectId} = any(${textArray(prospectIds)}::text[])`);
}

/** Gives identities to people. A key that somebody else holds stays theirs; answers the keys that were taken. */
export async function claimIdentities(tx: Tx, rows: (typeof identities.$inferInsert)[]): Promise<IdentityKey[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(identities)
    .values(rows)
    .onConflictDoUpdate({
      target: [identities.workspaceId, identities.kind, identities.value],
      set: { prospectId: sql`excluded.prospect_id` },
      setWhere: sql`${identities.prospectId} is null or ${identities.prospectId} = excluded.prospect_id`,
    })
    .returning({ kind: identities.kind, value: identities.value });
}

/** Lets go of a person's handles: those that are not suppressed are free again, a suppressed one stays without a person. */
export async function releaseIdentities(tx: Tx, prospectId: string, keys: IdentityKey[]): Promise<void> {
  if (keys.length === 0) return;
  const only = sql`(kind, value) in (select k.kind, k.value from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(kind text, value text))`;
  await tx.execute(sql`delete from identities where prospect_id = ${prospectId} and suppressed_at is null and ${only}`);
  await tx.execute(sql`update identities set prospect_id = null where prospect_id = ${prospectId} and ${only}`);
}

/** Replaces a person's handles by their keyed hashes, suppressed from now on. */
export async function eraseIdentities(
  tx: Tx,
  prospectId: string,
  rows: (typeof identities.$inferInsert)[],
): Promise<void> {
  await tx.delete(identities).where(eq(identities.prospectId, prospectId));
  if (rows.length > 0) await tx.insert(identities).values(rows).onConflictDoNothing();
}

/** Which of these people may not be contacted: suppressed identity or mail domain, opted out, or stopped by hand. */
export async function suppressedAmong(tx: Tx, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select p.id from prospects p where p.id = any(${textArray(ids)}::text[]) and (p.opted_out_at is not null
      or exists (select 1 from identities i where i.prospect_id = p.id and i.suppressed_at is not null)
      or exists (select 1 from identities d where d.kind = 'domain' and d.suppressed_at is not null and d.value = lower(split_part(p.email, '@', 2))))`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The person's enrolments, newest first. */
export async function enrolmentsOfProspect(tx: Tx, prospectId: string) {
  return tx.select().from(enrolments).where(eq(enrolments.prospectId, prospectId)).orderBy(desc(enrolments.createdAt));
}

/** Sends of a person that were dispatched and not settled: they may still reach the provider. */
export async function dispatchingToProspect(tx: Tx, prospectId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where prospect_id = ${prospectId} and state = 'dispatching' order by id`,
  );
  return rows.map((row) => row.id);
}

/** Ends every active enrolment of a person: nothing of them is picked again. */
export async function stopEnrolmentsOf(
  tx: Tx,
  input: { prospectId: string; reason: string; now: Date },
): Promise<void> {
  await tx
    .update(enrolments)
    .set({ state: 'stopped', reason: input.reason, active: false, dueAt: null, wakeAt: null, updatedAt: input.now })
    .where(and(eq(enrolments.prospectId, input.prospectId), eq(enrolments.active, true)));
}

/** Deletes what only makes sense with the person; ledger and enrolment rows stay, with ids alone. */
export async function deleteProspectRow(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`delete from list_members where prospect_id = ${id}`);
  await tx.delete(resolutions).where(eq(resolutions.prospectId, id));
  await tx.delete(prospects).where(eq(prospects.id, id));
}

/** Fills blank fields of people from another source in one statement; a field that has a value keeps it. */
export async function fillBlanks(
  tx: Tx,
  rows: { id: string; fields: Record<string, string>; custom: Record<string, string> }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`update prospects p set
        first_name = coalesce(p.first_name, f.fields->>'firstName'), last_name = coalesce(p.last_name, f.fields->>'lastName'),
        full_name = coalesce(p.full_name, f.fields->>'fullName'), company = coalesce(p.company, f.fields->>'company'),
        title = coalesce(p.title, f.fields->>'title'), location = coalesce(p.location, f.fields->>'location'),
        email = coalesce(p.email, f.fields->>'email'), phone = coalesce(p.phone, f.fields->>'phone'),
        linkedin_slug = coalesce(p.linkedin_slug, f.fields->>'linkedinSlug'), custom = f.custom || p.custom, updated_at = ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id text, fields jsonb, custom jsonb) where p.id = f.id`,
  );
}

/** A Postgres array literal; every element is quoted. */
export function textArray(values: string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`).join(',')}}`;
}
