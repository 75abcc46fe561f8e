import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { appDatabase } from '@/db/app-database';
import { openDatabase } from '@/db/client';
import { createAccount, createInstallation, createUser, createWorkspace } from '@/db/testing/factories';
import { stubSettings } from '@/db/testing/stub-settings';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { installationId } from '@/lib/platform/installation';
import { GET } from './route';

/** A Wednesday, 11:00 in Berlin: two hours after the account's day has opened. */
const NOON = new Date('2026-03-04T10:00:00Z');
const YESTERDAY = new Date('2026-03-03T10:00:00Z');
const OK = { store: 'ok', ramp: 'ok', health: 'ok', engine: 'ok' };
/** Where `appDatabase` keeps the process's pool. */
const POOL = Symbol.for('headroom.app-database');
const pool: typeof globalThis & { [POOL]?: unknown } = globalThis;

let suite: SuiteDatabase;
let engine: Server;
let engineStatus = 200;
let account: { workspaceId: string; ownerId: string };

beforeAll(async () => {
  suite = await openSuiteDatabase();
  engine = createServer((_request, response) => response.writeHead(engineStatus).end());
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  stubSettings(suite.ownerUrl);
  vi.stubEnv('INNGEST_BASE_URL', `http://127.0.0.1:${portOf(engine)}`);
  const workspace = await createWorkspace(suite.owner, { now: YESTERDAY });
  const user = await createUser(suite.owner, { workspaceId: workspace.id, now: YESTERDAY });
  account = { workspaceId: workspace.id, ownerId: user.id };
});
beforeEach(() => setClock(NOON));
afterEach(async () => {
  engineStatus = 200;
  await suite.owner.orm.execute(sql`delete from ramp_days`);
  await suite.owner.orm.execute(sql`delete from accounts`);
});
afterAll(async () => {
  await new Promise((resolve) => engine.close(resolve));
  await appDatabase().end();
  vi.unstubAllEnvs();
  await suite.close();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
/** The installation is the one of the settings' data folder, with its lease. */
const setClock = (now: Date) => createInstallation(suite.owner, { id: installationId('.data/test-api'), now });

/** An account that was connected yesterday; `checkedAt` is its last health check. */
async function connect(options: { rampToday?: boolean; checkedAt?: Date } = {}): Promise<string> {
  const { id } = await createAccount(suite.owner, { ...account, now: NOON, rampToday: options.rampToday ?? true });
  const checkedAt = (options.checkedAt ?? NOON).toISOString();
  await suite.owner.orm.execute(
    sql`update accounts set connected_at = ${YESTERDAY.toISOString()}::timestamptz, health_checked_at = ${checkedAt}::timestamptz where id = ${id}`,
  );
  return id;
}

async function health() {
  const response = await GET();
  return { status: response.status, body: await response.json() };
}

test('an installation without an account is well, and tells the time of the app', async () => {
  const { status, body } = await health();
  expect([status, body.status, body.checks]).toEqual([200, 'ok', OK]);
  expect(body.clock.speed).toBe(1);
  expect(Math.abs(Date.parse(body.clock.now) - NOON.getTime())).toBeLessThan(10_000);
});

test('an account that is ready for its day is well', async () => {
  await connect();
  expect(await health()).toMatchObject({ status: 200, body: { status: 'ok', checks: OK } });
});

test.each([
  ['ramp', { rampToday: false }, '2026-03-04T08:00:00.000Z'],
  ['health', { checkedAt: new Date('2026-03-04T09:30:00Z') }, '2026-03-04T09:30:00.000Z'],
])(
  'an account in its hours without its %s is a failure of that check alone, and told since when',
  async (check, options, since) => {
    await connect(options);
    expect(await health()).toMatchObject({
      status: 503,
      body: {
        status: 'down',
        checks: { ...OK, [check]: 'down' },
        since: { store: null, ramp: null, health: null, engine: null, [check]: since },
      },
    });
  },
);

test('a lease that has lapsed is a failure of the store, one that a person must confirm is none', async () => {
  await connect();
  await suite.owner.orm.execute(sql`update installations set lease_until = clock_timestamp() - interval '2 hours'`);
  const lapsed = await health();
  expect(lapsed).toMatchObject({ status: 503, body: { checks: { ...OK, store: 'down' } } });
  expect(Date.parse(lapsed.body.since.store)).toBeLessThanOrEqual(Date.parse(lapsed.body.clock.now) - 2 * 3_600_000);
  await suite.owner.orm.execute(
    sql`update installations set held_reason = 'moved', held_since = clock_timestamp() - interval '2 hours'`,
  );
  expect(await health()).toMatchObject({ status: 200, body: { checks: OK } });
  await suite.owner.orm.execute(
    sql`update installations set held_reason = null, held_since = null, lease_until = clock_timestamp() + interval '1 hour'`,
  );
});

test.each([
  ['at night', new Date('2026-03-04T22:00:00Z'), sql`select 1`],
  ['on Sunday', new Date('2026-03-08T10:00:00Z'), sql`select 1`],
  ['in the first minutes of its day', new Date('2026-03-04T08:05:00Z'), sql`select 1`],
  ['while it is paused', NOON, sql`update accounts set paused_at = connected_at`],
  ['while it is disconnected', NOON, sql`update accounts set state = 'disconnected'`],
  ['just after it was connected', NOON, sql`update accounts set connected_at = ${NOON.toISOString()}::timestamptz`],
])('an account with nothing ready %s is no failure', async (_when, now, arrange) => {
  await connect({ rampToday: false, checkedAt: YESTERDAY });
  await suite.owner.orm.execute(arrange);
  await setClock(now);
  expect(await health()).toMatchObject({ status: 200, body: { status: 'ok', checks: OK } });
});

test('an engine that answers with an error or not at all is a failure of the engine alone', async () => {
  engineStatus = 500;
  expect(await health()).toMatchObject({ status: 503, body: { checks: { ...OK, engine: 'down' } } });
});

test('without its database it answers quickly, with the clock running on', async () => {
  await health();
  const kept = pool[POOL];
  const gone = openDatabase('postgres://nobody:x@127.0.0.1:9/none', 1);
  pool[POOL] = gone;
  const startedAt = performance.now();
  try {
    const { status, body } = await health();
    expect([status, body.status, body.checks.store, body.checks.engine]).toEqual([503, 'down', 'down', 'ok']);
    expect(Math.abs(Date.parse(body.clock.now) - NOON.getTime())).toBeLessThan(10_000);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  } finally {
    pool[POOL] = kept;
    await gone.end();
  }
});
