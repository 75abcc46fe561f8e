import type { Tx } from '../../../db/client';
import type { Verdict } from '../../../db/queries/imports';
import { addListMembers } from '../../../db/queries/lists';
import type { IdentityKey, ProspectRow } from '../../../db/queries/prospects';
import {
  claimIdentities,
  fillBlanks,
  identitiesByKeys,
  identitiesOf,
  insertProspects,
  prospectsByIds,
  suppressedAmong,
} from '../../../db/queries/prospects';
import { newId } from '../../platform/ids';
import type { ServiceContext } from '../context';
import { erasedKeyOf } from '../prospects/erased-keys';
import type { PersonFields } from '../prospects/person-fields';
import { identityKeysOf, PERSON_FIELDS } from '../prospects/person-fields';

/** A line of a file whose fields are clean. */
export interface Candidate {
  rowNumber: number;
  fields: PersonFields;
  custom: Record<string, string>;
}

export interface StoredLine {
  rowNumber: number;
  verdict: Exclude<Verdict, 'invalid'>;
  prospectId: string | null;
}

/**
 * Brings clean lines into the workspace and a list, 1,000 at a time: whoever is known by any identity is merged (blank
 * fields only), whoever is suppressed is left out, and two lines of one file never make two people. Lines keep their order.
 */
export async function storePeople(
  tx: Tx,
  ctx: ServiceContext,
  input: { listId: string; candidates: Candidate[] },
): Promise<StoredLine[]> {
  const seen = new Map<string, string | null>();
  const people = new Set<string>();
  const out: StoredLine[] = [];
  for (let from = 0; from < input.candidates.length; from += BATCH) {
    const batch = input.candidates.slice(from, from + BATCH);
    out.push(...(await storeBatch(tx, ctx, { listId: input.listId, batch, seen, people })));
  }
  return out;
}

const BATCH = 1_000;

interface BatchInput {
  listId: string;
  batch: Candidate[];
  /** Identity → person (null: suppressed) of the lines so far. */
  seen: Map<string, string | null>;
  /** People whom a line so far stands for: a second line of theirs is a duplicate by whatever handle it names them. */
  people: Set<string>;
}

async function storeBatch(tx: Tx, ctx: ServiceContext, input: BatchInput): Promise<StoredLine[]> {
  const known = await knownPeople(tx, ctx, input.batch);
  const fresh: { id: string; candidate: Candidate }[] = [];
  const matched: { id: string; candidate: Candidate }[] = [];
  const lines = input.batch.map((candidate): StoredLine => {
    const keys = identityKeysOf(candidate.fields).map(keyText);
    const earlier = keys.find((key) => input.seen.has(key));
    if (earlier !== undefined) {
      const prospectId = input.seen.get(earlier) ?? null;
      for (const key of keys) if (!input.seen.has(key)) input.seen.set(key, prospectId);
      return { rowNumber: candidate.rowNumber, verdict: prospectId === null ? 'suppressed' : 'duplicate', prospectId };
    }
    const person = known.personOf(candidate);
    const id = person === 'suppressed' ? null : (person ?? newId('prospect'));
    for (const key of keys) input.seen.set(key, id);
    if (id === null) return { rowNumber: candidate.rowNumber, verdict: 'suppressed', prospectId: null };
    if (input.people.has(id)) return { rowNumber: candidate.rowNumber, verdict: 'duplicate', prospectId: id };
    input.people.add(id);
    (person === null ? fresh : matched).push({ id, candidate });
    return { rowNumber: candidate.rowNumber, verdict: person === null ? 'created' : 'merged', prospectId: id };
  });
  await insertFresh(tx, ctx, fresh);
  const changed = await mergeInto(tx, ctx, matched, known.rows);
  const added = await addListMembers(
    tx,
    [...fresh, ...matched].map(({ id }) => ({
      workspaceId: ctx.actor.workspaceId,
      listId: input.listId,
      prospectId: id,
      addedAt: ctx.now,
    })),
  );
  // A known person whom the file tells nothing new about, and who was in the list already, is a duplicate.
  return lines.map((line) =>
    line.verdict === 'merged' &&
    line.prospectId !== null &&
    !changed.has(line.prospectId) &&
    !added.has(line.prospectId)
      ? { ...line, verdict: 'duplicate' }
      : line,
  );
}

/** Who of the batch is in the workspace already: the person's id, `suppressed`, or null for someone new. */
async function knownPeople(tx: Tx, ctx: ServiceContext, batch: Candidate[]) {
  const keysOf = (fields: PersonFields) => {
    const own = identityKeysOf(fields);
    return [...own, ...own.map((key) => erasedKeyOf(ctx.encryptionKey, key)), ...domainKeysOf(fields)];
  };
  const keys = batch.flatMap(({ fields }) => keysOf(fields));
  const found = new Map((await identitiesByKeys(tx, unique(keys))).map((row) => [keyText(row), row]));
  const ids = [...new Set([...found.values()].flatMap((row) => (row.prospectId === null ? [] : [row.prospectId])))];
  const rows = new Map((await prospectsByIds(tx, ids)).map((row) => [row.id, row]));
  const suppressed = await suppressedAmong(tx, ids);
  const personOf = ({ fields }: Candidate): string | 'suppressed' | null => {
    const hits = keysOf(fields).flatMap((key) => {
      const row = found.get(keyText(key));
      return row === undefined ? [] : [row];
    });
    if (hits.some((hit) => hit.suppressedAt !== null || (hit.prospectId !== null && suppressed.has(hit.prospectId))))
      return 'suppressed';
    return hits.find((hit) => hit.prospectId !== null && rows.has(hit.prospectId))?.prospectId ?? null;
  };
  return { rows, personOf };
}

async function insertFresh(tx: Tx, ctx: ServiceContext, fresh: { id: string; candidate: Candidate }[]): Promise<void> {
  const { workspaceId } = ctx.actor;
  await insertProspects(
    tx,
    fresh.map(({ id, candidate }) => ({
      workspaceId,
      id,
      ...candidate.fields,
      custom: candidate.custom,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })),
  );
  await claimIdentities(
    tx,
    fresh.flatMap(({ id, candidate }) =>
      identityKeysOf(candidate.fields).map((key) => ({ workspaceId, ...key, prospectId: id, createdAt: ctx.now })),
    ),
  );
}

/** Fills what is blank in known people; answers whose row or identities changed. */
async function mergeInto(
  tx: Tx,
  ctx: ServiceContext,
  matched: { id: string; candidate: Candidate }[],
  rows: Map<string, ProspectRow>,
): Promise<Set<string>> {
  const { workspaceId } = ctx.actor;
  const held = new Set(
    (
      await identitiesOf(
        tx,
        matched.map(({ id }) => id),
      )
    ).map(keyText),
  );
  const claims = matched.flatMap(({ id, candidate }) =>
    identityKeysOf(candidate.fields)
      .filter((key) => !held.has(keyText(key)))
      .map((key) => ({ workspaceId, ...key, prospectId: id, createdAt: ctx.now })),
  );
  // A key of somebody else stays theirs, and then its field must not be copied either.
  const won = new Set((await claimIdentities(tx, claims)).map(keyText));
  const fills = matched.flatMap(({ id, candidate }) => {
    const row = rows.get(id);
    if (row === undefined) return [];
    const lost = new Set(
      identityKeysOf(candidate.fields)
        .filter((key) => !held.has(keyText(key)) && !won.has(keyText(key)))
        .map((key) => key.kind),
    );
    const fields = blanksToFill(row, candidate.fields, lost);
    const custom = Object.fromEntries(
      Object.entries(candidate.custom).filter(([name]) => row.custom[name] === undefined),
    );
    return Object.keys(fields).length + Object.keys(custom).length === 0 ? [] : [{ id, fields, custom }];
  });
  await fillBlanks(tx, fills, ctx.now);
  const claimed = claims.filter((claim) => won.has(keyText(claim))).map((claim) => claim.prospectId);
  return new Set([...fills.map((fill) => fill.id), ...claimed]);
}

function blanksToFill(row: ProspectRow, fields: PersonFields, lost: ReadonlySet<string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of PERSON_FIELDS) {
    const value = fields[name];
    if (value === null || row[name] !== null) continue;
    if (
      (name === 'linkedinSlug' && lost.has('linkedin_slug')) ||
      (name === 'email' && lost.has('email')) ||
      (name === 'phone' && lost.has('phone'))
    )
      continue;
    out[name] = value;
  }
  return out;
}

/** A whole mail domain may be suppressed; nobody is known by it. */
function domainKeysOf(fields: PersonFields): IdentityKey[] {
  const domain = fields.email?.split('@')[1];
  return domain === undefined ? [] : [{ kind: 'domain', value: domain.toLowerCase() }];
}

function unique(keys: IdentityKey[]): IdentityKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

function keyText(key: IdentityKey): string {
  return `${key.kind}:${key.value}`;
}
