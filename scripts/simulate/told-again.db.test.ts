import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuiteDatabase, type SuiteDatabase } from '@/db/testing/suite-database';
import { launchPlay } from './launch-play';
import { play } from './play';
import { drawScenario, START } from './scenario';
import { seedPlay } from './seed-play';
import type { Stack } from './stack';
import { startStack } from './stack';

const HOUR_MS = 3_600_000;

let suite: SuiteDatabase;
let stack: Stack;

beforeAll(async () => {
  suite = await openSuiteDatabase();
  stack = await startStack({ start: START, seed: '1', world: 'standard', databaseUrl: suite.ownerUrl });
  await launchPlay(await seedPlay(stack, drawScenario({ seed: '1', accounts: 1, days: 0.5 })));
});
afterAll(async () => {
  await stack?.stop();
  await suite?.close();
});

const playTo = (until: Date) => play(stack, { until, onMoment: async () => undefined });

/** What the provider was asked to do, and every row that a turn of the engine may change. */
async function standing() {
  const rows = await suite.owner.orm.execute<{ rows: unknown }>(sql`select json_build_object(
    'sends', (select json_agg(s order by s.id) from sends s),
    'used', (select json_agg(json_build_array(b.key, b.campaign_id, b.used) order by b.key, b.campaign_id) from budgets b),
    'invitations', (select json_agg(i order by i.id) from invitations i),
    'enrolments', (select json_agg(e order by e.id) from enrolments e),
    'events', (select json_agg(json_build_array(p.id, p.outcome, p.applied_at) order by p.id) from provider_events p)) as rows`);
  return { ledger: readFileSync(stack.ledgerFile, 'utf8'), rows: rows[0]?.rows };
}

/** Sends every event that the engine has heard so far once more, as an event of its own, and lets all of it be worked off. */
async function tellAgain(): Promise<string[]> {
  const heard = await suite.owner.orm.execute<{ name: string; data: Record<string, unknown> }>(
    sql`select body->>'name' as name, body->'data' as data from inngest_local.events where body->>'name' not like 'inngest/%'
      order by received_at, id`,
  );
  const { inngestClient } = await import('../../inngest/client');
  for (const { name, data } of heard) await inngestClient().send({ name, data });
  await playTo(stack.clock.now());
  return [...new Set(heard.map((event) => event.name))].sort();
}

test('every event delivered again, at once and a day late, changes nothing and reaches nobody', async () => {
  await playTo(new Date(START.getTime() + 8 * HOUR_MS));
  const midday = await standing();
  const names = await tellAgain();
  expect(names).toEqual(['account/day-due', 'campaign/launched', 'provider-event/received']);
  expect(await standing()).toEqual(midday);
  expect(midday.ledger.split('\n').length).toBeGreaterThan(3);

  await playTo(new Date(START.getTime() + 24 * HOUR_MS));
  const night = await standing();
  expect(night.ledger.length).toBeGreaterThan(midday.ledger.length);
  await tellAgain();
  const late = await standing();
  expect(late.ledger).toBe(night.ledger);
  // The account's next day is open hours before it begins: its caps are written, and no place of them is taken.
  expect(late.rows).toEqual(night.rows);
}, 240_000);
