import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '@/db/testing/database';
import { freshDatabase } from '@/db/testing/database';
import type { Lane } from './lane';
import { openLane } from './lane';
import { replaySeed } from './replay-seed';

const SEEDS = 12;
let database: FreshDatabase;
let lane: Lane;
beforeAll(async () => {
  database = await freshDatabase();
  lane = await openLane(database);
});
afterAll(async () => {
  await lane?.close();
  await database?.drop();
});

test('the ledger follows the clock of the schedule wherever it reads one', async () => {
  const rows = await lane.owner.orm.execute<{ name: string }>(
    `select proname as name from pg_proc where proname like 'send\\_%' and prosrc ~ '(clock_timestamp|now)\\(\\)'`,
  );
  expect(rows.map((row) => row.name)).toEqual([]);
  // The lease, the clock and the two deadlines, each at least once.
  expect(lane.clockReadings).toBeGreaterThan(4);
});

test(`${SEEDS} schedules of crashes, stops and bad answers leave the same ledgers in memory and in PostgreSQL`, async () => {
  let sends = 0;
  let faults = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const replay = await replaySeed(lane, seed);
    if (replay === null) throw new Error('a schedule was left out');
    const { differences, outcome } = replay;
    expect({ seed, differences, violations: outcome.violations }).toEqual({ seed, differences: [], violations: [] });
    sends += outcome.sends;
    faults += Object.values(outcome.faults).reduce((sum, n) => sum + n, 0);
  }
  expect(sends).toBeGreaterThan(SEEDS);
  expect(faults).toBeGreaterThan(SEEDS);
}, 300_000);

test('a ledger that gives back one slot too many is told apart', async () => {
  await lane.owner.orm.execute(`create or replace function send_give_back(w text, s sends, p_keys text[]) returns void language plpgsql as
    $$ begin update budgets b set used = greatest(0, b.used - 2) where b.workspace_id = w and b.account_id = s.account_id and b.key = any (p_keys); end $$`);
  for (let seed = 1; seed <= SEEDS; seed += 1) if ((await replaySeed(lane, seed))?.differences.length) return;
  expect.fail('nothing was different');
}, 300_000);
