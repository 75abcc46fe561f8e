import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { identities } from '../schema/identities';
import { decodeCursor } from './cursor';
import type { IdentityKey, IdentityKind } from './prospects';
import { textArray } from './prospects';

export interface SuppressionRow {
  id: string;
  kind: IdentityKind;
  value: string;
  reason: string | null;
  prospectId: string | null;
  suppressedAt: Date;
  suppressedBy: string | null;
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** An identity has no id of its own; the API names it by a digest of its key. */
const idOf = sql`'sup_' || left(encode(sha256(convert_to(${identities.kind} || ':' || ${identities.value}, 'UTF8')), 'hex'), 32)`;

/** Suppressions that somebody made: not the hashes of erased people, and not what follows from a domain. */
const own = sql`${identities.suppressedAt} is not null and not starts_with(${identities.value}, 'erased:')
  and not starts_with(coalesce(${identities.suppressedReason}, ''), 'domain:')`;

/** The mark that a suppressed domain leaves on the addresses below it. */
export function domainMark(domain: string): string {
  return `domain:${domain}`;
}

const columns = sql`${idOf} as id, kind, value, suppressed_reason, prospect_id, suppressed_at, suppressed_by`;

/** Suppressions of the workspace, newest first; `query` looks in the values. */
export async function suppressionRows(
  tx: Tx,
  input: { kind: IdentityKind | null; query: string | null; limit: number; cursor: string | null },
): Promise<SuppressionRow[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return read(
    tx,
    sql`select ${columns} from ${identities} where ${own}
      and (${input.kind}::text is null or kind = ${input.kind}) and (${input.query}::text is null or strpos(value, lower(${input.query})) > 0)
      ${from === null ? sql`` : sql`and (suppressed_at, ${idOf}) < (${at(from.at)}, ${from.id})`}
      order by suppressed_at desc, id desc limit ${input.limit + 1}`,
  );
}

export async function suppressionById(tx: Tx, id: string): Promise<SuppressionRow | null> {
  const [row] = await read(tx, sql`select ${columns} from ${identities} where ${own} and ${idOf} = ${id}`);
  return row ?? null;
}

/** The identity of a key with the id that the API gives it, suppressed or not. */
export async function suppressionByKey(tx: Tx, key: IdentityKey): Promise<SuppressionRow | null> {
  const [row] = await read(
    tx,
    sql`select ${columns} from ${identities} where kind = ${key.kind} and value = ${key.value} and suppressed_at is not null`,
  );
  return row ?? null;
}

/** The people that a suppression of the key concerns: who has this handle, or an address below this domain. */
export async function peopleOfKey(tx: Tx, key: IdentityKey): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    key.kind === 'domain'
      ? sql`select distinct prospect_id as id from identities where kind = 'email' and prospect_id is not null and split_part(value, '@', 2) = ${key.value} order by 1`
      : sql`select prospect_id as id from identities where kind = ${key.kind} and value = ${key.value} and prospect_id is not null`,
  );
  return rows.map((row) => row.id);
}

/** Locks the active enrolments of these people, in order of id. They are the first of all row locks. */
export async function lockActiveEnrolments(tx: Tx, prospectIds: string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from enrolments where prospect_id = any(${textArray(prospectIds)}::text[]) and active order by id for update`,
  );
  return rows.map((row) => row.id);
}

/** Ends locked enrolments for good because their person may not be contacted. */
export async function endSuppressed(tx: Tx, enrolmentIds: string[], now: Date): Promise<void> {
  await tx.execute(
    sql`update enrolments set state = 'stopped', reason = 'suppressed', active = false, due_at = null, wake_at = null, action = null, work_class = null, updated_at = ${at(now)}
      where id = any(${textArray(enrolmentIds)}::text[])`,
  );
}

/** Locks people against every dispatch to them, in order of id. */
export async function lockPeople(tx: Tx, prospectIds: string[]): Promise<void> {
  await tx.execute(
    sql`select 1 from prospects where id = any(${textArray(prospectIds)}::text[]) order by id for update`,
  );
}

/** Marks the handle, known or not. One that is marked already keeps its day; a mark that came from a domain becomes its own. */
export async function suppressKey(
  tx: Tx,
  input: IdentityKey & { workspaceId: string; reason: string | null; by: string; now: Date },
): Promise<void> {
  await tx.execute(
    sql`insert into identities as i (workspace_id, kind, value, suppressed_at, suppressed_reason, suppressed_by, created_at)
      values (${input.workspaceId}, ${input.kind}, ${input.value}, ${at(input.now)}, ${input.reason}, ${input.by}, ${at(input.now)})
      on conflict (workspace_id, kind, value) do update set suppressed_at = coalesce(i.suppressed_at, excluded.suppressed_at),
        suppressed_by = case when i.suppressed_at is null or starts_with(i.suppressed_reason, 'domain:') then excluded.suppressed_by else i.suppressed_by end,
        suppressed_reason = case when i.suppressed_at is null or starts_with(i.suppressed_reason, 'domain:') then excluded.suppressed_reason
          else coalesce(excluded.suppressed_reason, i.suppressed_reason) end`,
  );
}

/** Marks every known address below a domain, because dispatch looks at a person's own handles. */
export async function suppressAddressesOf(tx: Tx, input: { domain: string; by: string; now: Date }): Promise<void> {
  await tx.execute(
    sql`update identities set suppressed_at = ${at(input.now)}, suppressed_reason = ${domainMark(input.domain)}, suppressed_by = ${input.by}
      where kind = 'email' and split_part(value, '@', 2) = ${input.domain} and suppressed_at is null`,
  );
}

/** Takes the mark off a handle, and off the addresses that have it from this domain alone. */
export async function liftSuppression(tx: Tx, key: IdentityKey): Promise<void> {
  const below =
    key.kind === 'domain' ? sql`or (kind = 'email' and suppressed_reason = ${domainMark(key.value)})` : sql``;
  await tx.execute(
    sql`update identities set suppressed_at = null, suppressed_reason = null, suppressed_by = null
      where (kind = ${key.kind} and value = ${key.value}) ${below}`,
  );
  // What nobody is known by and nothing marks says nothing.
  await tx.execute(
    sql`delete from identities where kind = ${key.kind} and value = ${key.value} and prospect_id is null and suppressed_at is null`,
  );
}

/** Sends to these people whose call has begun and has no answer yet. */
export async function dispatchingToPeople(tx: Tx, prospectIds: string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where prospect_id = any(${textArray(prospectIds)}::text[]) and state = 'dispatching' order by id`,
  );
  return rows.map((row) => row.id);
}

/** Whether the domain of an address is suppressed; then the address stays so whatever becomes of its own mark. */
export async function isDomainSuppressed(tx: Tx, domain: string): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`select 1 from identities where kind = 'domain' and value = ${domain} and suppressed_at is not null`,
  );
  return rows.length > 0;
}

async function read(tx: Tx, query: ReturnType<typeof sql>): Promise<SuppressionRow[]> {
  const rows = await rowsOf<{
    id: string;
    kind: IdentityKind;
    value: string;
    suppressed_reason: string | null;
    prospect_id: string | null;
    suppressed_at: string;
    suppressed_by: string | null;
  }>(tx, query);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    value: row.value,
    reason: row.suppressed_reason,
    prospectId: row.prospect_id,
    suppressedAt: new Date(row.suppressed_at),
    suppressedBy: row.suppressed_by,
  }));
}
