import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '@/db/testing/database';
import type { FollowedClock } from './app-clock';
import { createSchema } from './schema';
import { registerFunctions } from './sync';
import type { World } from './world';
import { transaction } from './world';

const SWEEP = {
  id: 'app-sweep',
  name: 'sweep',
  triggers: [{ cron: '*/5 * * * *' }],
  steps: { step: { id: 'step', name: 'step', runtime: { type: 'http', url: 'http://127.0.0.1:1/x' } } },
};

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
let now = new Date('2026-03-02T09:01:00.000Z');

beforeAll(async () => {
  database = await freshDatabase();
  pool = new Pool({ connectionString: database.ownerUrl, max: 2 });
  await transaction(pool, createSchema);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

function worldAt(at: Date): World {
  now = at;
  const clock: FollowedClock = { now: () => now, known: async () => now, wallMsUntil: () => 0, stop: () => undefined };
  return {
    ...{ pool, clock, appUrl: '', eventKey: '', signingKey: '', processId: 1 },
    ...{ functions: new Map(), sync: { syncedAt: null, problem: null } },
    ...{ cronGapMs: () => 0, nudge: () => undefined, lookForCalls: () => undefined },
  };
}

async function nextAt(): Promise<string | undefined> {
  const { rows } = await pool.query<{ next_at: Date }>('select next_at from inngest_local.crons');
  return rows[0]?.next_at.toISOString();
}

it('a sync leaves a planned turn of a cron as it is, due or to come; only a clock that was set back plans it anew', async () => {
  await registerFunctions(worldAt(new Date('2026-03-02T09:01:00.000Z')), [SWEEP]);
  expect(await nextAt()).toBe('2026-03-02T09:05:00.000Z');
  await registerFunctions(worldAt(new Date('2026-03-02T09:12:00.000Z')), [SWEEP]);
  expect(await nextAt()).toBe('2026-03-02T09:05:00.000Z');
  // Thinned out: planned at 9:12 for 9:35, whatever a sync in between would have planned.
  await pool.query(
    `update inngest_local.crons set next_at = '2026-03-02T09:35:00Z', planned_at = '2026-03-02T09:12:00Z'`,
  );
  await registerFunctions(worldAt(new Date('2026-03-02T09:17:00.000Z')), [SWEEP]);
  expect(await nextAt()).toBe('2026-03-02T09:35:00.000Z');
  await registerFunctions(worldAt(new Date('2026-03-01T20:02:00.000Z')), [SWEEP]);
  expect(await nextAt()).toBe('2026-03-01T20:05:00.000Z');
});
