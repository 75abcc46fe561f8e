import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount, createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import type { ServiceContext } from '../context';
import { jumpClock } from './jump-clock';
import { readClock } from './read-clock';

/** A Wednesday, 13:00 in Berlin. */
const START = new Date('2026-11-25T12:00:00.000Z');
let database: SuiteDatabase;
let context: ServiceContext;

beforeAll(async () => {
  database = await openSuiteDatabase();
  const { id: workspaceId } = await createWorkspace(database.owner, { now: START });
  const { id: ownerId } = await createUser(database.owner, { workspaceId, now: START });
  await createAccount(database.owner, { workspaceId, ownerId, now: START, timeZone: 'Europe/Berlin' });
  await createAccount(database.owner, { workspaceId, ownerId, now: START, timeZone: null, state: 'connecting' });
  context = testContext(database.app, { workspaceId, userId: ownerId, now: START });
});
afterAll(async () => {
  await database.close();
});

const setClock = (mode: 'real' | 'scaled') =>
  database.owner.orm.execute(
    sql`update clock set mode = ${mode}, speed = 60, real_origin = clock_timestamp(), app_origin = ${START.toISOString()}::timestamptz`,
  );
const jumps = async () => [
  ...(await database.owner.orm.execute(sql`select details from audit_entries where action = 'clock.jumped'`)),
];

test('the real clock shows that it cannot be moved, and refuses', async () => {
  await setClock('real');
  expect(await readClock(context)).toMatchObject({ mode: 'real', speed: 1, jumpable: false });
  await expect(jumpClock(context, { to: 'next_morning' })).rejects.toMatchObject({ code: 'refused' });
  expect(await jumps()).toEqual([]);
});

test("a demo's clock jumps to the next morning of its accounts and runs on from there, with a trace", async () => {
  await setClock('scaled');
  expect(await readClock(context)).toMatchObject({ mode: 'scaled', speed: 60, jumpable: true });
  const { now } = await jumpClock(context, { to: 'next_morning' });
  expect(now.slice(0, 10)).toBe('2026-11-26');
  const after = Date.parse((await readClock(context)).now) - Date.parse(now);
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThan(60 * 20_000);
  expect(await jumps()).toMatchObject([{ details: { to: now } }]);
});

test.each([
  ['the past', '2026-11-20T09:00:00.000Z'],
  ['a far future', '2027-11-20T09:00:00.000Z'],
  ['no moment', 'tomorrow'],
])('a jump to %s changes nothing', async (_name, to) => {
  await setClock('scaled');
  await expect(jumpClock(context, { to })).rejects.toMatchObject({ code: 'validation_failed' });
  expect(Date.parse((await readClock(context)).now)).toBeLessThan(START.getTime() + 60 * 20_000);
});
