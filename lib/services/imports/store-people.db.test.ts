import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
import { insertList } from '../../../db/queries/lists';
import { createProspect } from '../../../db/testing/factories';
import type { WorkspaceSuite } from '../../../db/testing/workspace-suite';
import { openWorkspaceSuite } from '../../../db/testing/workspace-suite';
import { newId } from '../../platform/ids';
import { deleteProspect } from '../prospects/delete-prospect';
import type { PersonFields } from '../prospects/person-fields';
import { storePeople } from './store-people';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let suite: WorkspaceSuite;

beforeAll(async () => {
  suite = await openWorkspaceSuite(NOW);
});
afterAll(() => suite?.close());

const context = () => suite.context();
const person = (fields: Partial<PersonFields>): PersonFields => ({
  firstName: null,
  lastName: null,
  fullName: null,
  company: null,
  title: null,
  location: null,
  email: null,
  phone: null,
  linkedinSlug: null,
  ...fields,
});

async function store(people: Partial<PersonFields>[], listId?: string) {
  const id = listId ?? newId('list');
  return inWorkspace(suite.database.app, suite.workspaceId, async (tx) => {
    if (listId === undefined)
      await insertList(tx, { workspaceId: suite.workspaceId, id, name: id, createdBy: null, createdAt: NOW });
    const candidates = people.map((fields, index) => ({ rowNumber: index + 2, fields: person(fields), custom: {} }));
    const lines = await storePeople(tx, context(), { listId: id, candidates });
    const members = await rowsOf<{ n: number }>(
      tx,
      sql`select count(*)::int as n from list_members where list_id = ${id}`,
    );
    return {
      listId: id,
      verdicts: lines.map((line) => line.verdict),
      ids: lines.map((line) => line.prospectId),
      members: members[0]?.n,
    };
  });
}

test('two lines of one person make one person, by whatever handle they name it', async () => {
  const known = await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'grace',
    email: 'grace@example.test',
  });
  const result = await store([
    { linkedinSlug: 'alan' },
    { linkedinSlug: 'alan', email: 'alan@example.test' },
    { email: 'alan@example.test' },
    { linkedinSlug: 'grace' },
    { email: 'grace@example.test' },
  ]);
  expect(result.verdicts).toEqual(['created', 'duplicate', 'duplicate', 'merged', 'duplicate']);
  expect(result.ids[4]).toBe(known.id);
  expect(result.members).toBe(2);
});

test('a merge fills blank fields and changes none that has a value', async () => {
  const known = await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'edsger',
    fullName: 'Edsger',
  });
  await store([
    { linkedinSlug: 'edsger', fullName: 'Somebody Else', company: 'Example', email: 'edsger@example.test' },
  ]);
  const rows = await inWorkspace(suite.database.app, suite.workspaceId, (tx) =>
    rowsOf<{ full_name: string; company: string; email: string }>(
      tx,
      sql`select full_name, company, email from prospects where id = ${known.id}`,
    ),
  );
  expect(rows).toEqual([{ full_name: 'Edsger', company: 'Example', email: 'edsger@example.test' }]);
});

test('a handle of somebody else is neither taken nor copied', async () => {
  await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'owner-of-mail',
    email: 'shared@example.test',
  });
  const other = await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'other',
  });
  await store([{ linkedinSlug: 'other', email: 'shared@example.test', title: 'Engineer' }]);
  const rows = await inWorkspace(suite.database.app, suite.workspaceId, (tx) =>
    rowsOf<{ email: string | null; title: string }>(tx, sql`select email, title from prospects where id = ${other.id}`),
  );
  expect(rows).toEqual([{ email: null, title: 'Engineer' }]);
});

test('a suppressed handle, a suppressed mail domain and an erased person stay out of the list', async () => {
  await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'suppressed',
    suppressed: true,
  });
  const erased = await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'erased',
  });
  await deleteProspect(context(), { id: erased.id });
  await suite.database.owner.orm.execute(
    sql`insert into identities (workspace_id, kind, value, suppressed_at, created_at) values (${suite.workspaceId}, 'domain', 'blocked.test', now(), now())`,
  );
  const result = await store([
    { linkedinSlug: 'suppressed' },
    { linkedinSlug: 'erased' },
    { email: 'anyone@blocked.test' },
    { linkedinSlug: 'welcome' },
  ]);
  expect(result.verdicts).toEqual(['suppressed', 'suppressed', 'suppressed', 'created']);
  expect(result.members).toBe(1);
});

test('the same people in the same list again are duplicates and nobody is made twice', async () => {
  const first = await store([{ linkedinSlug: 'again-1' }, { linkedinSlug: 'again-2' }]);
  const second = await store([{ linkedinSlug: 'again-1' }, { linkedinSlug: 'again-2' }], first.listId);
  expect(second.verdicts).toEqual(['duplicate', 'duplicate']);
  expect(second.ids).toEqual(first.ids);
  expect(second.members).toBe(2);
});
