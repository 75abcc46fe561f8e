import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLedger } from './queries/ledger';
import { modelCommand } from './testing/model-commands';
import { applyCommand } from './testing/model-moves';
import { beginRun, compareRows } from './testing/model-run';
import type { SendWorld } from './testing/send-world';
import { mismatches, openSendWorld, setClock, WEDNESDAY } from './testing/send-world';

const HOUR_MS = 3_600_000;

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

const faults = async () => (await auditLedger(world.owner)).flatMap((check) => check.faults);

test('any sequence of reservations, settlements, hand-made sends, cap, zone and clock changes agrees with a list in memory', async () => {
  let refused = 0;
  let reserved = 0;
  let latestMs = 0;
  await fc.assert(
    fc.asyncProperty(
      // Winter to spring: both changes of the clocks and months of 28 and 31 days lie ahead.
      fc.integer({ min: 0, max: 60 * 24 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 12 }),
      fc.array(modelCommand, { minLength: 15, maxLength: 50 }),
      async (hour, caps, commands) => {
        const run = await beginRun(world, Date.parse('2026-02-20T00:00:00Z') + hour * HOUR_MS, caps);
        for (const each of commands) {
          const outcome = await applyCommand(run, each);
          if (outcome === 'capped') refused += 1;
          if (outcome === 'reserved') reserved += 1;
        }
        expect(await mismatches(world)).toHaveLength(0);
        await compareRows(run);
        // The audit asks what a window holds by the one clock there is, and the next run may set it back.
        expect((await faults()).filter((fault) => fault.includes(run.accountId))).toEqual([]);
        latestMs = Math.max(latestMs, run.nowMs);
      },
    ),
    { numRuns: 40, endOnFailure: false },
  );
  // The property is about refusals as much as about reservations: both must have been met.
  expect(refused).toBeGreaterThan(50);
  expect(reserved).toBeGreaterThan(100);
  // Not before the end of any account's run: a counter may have left out what was due by then.
  await setClock(world, latestMs);
  expect(await faults()).toEqual([]);
}, 180_000);
