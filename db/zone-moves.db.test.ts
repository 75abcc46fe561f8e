import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from './client';
import { auditLedger } from './queries/ledger';
import { moveBudgets } from './queries/sending-days';
import type { Sender, SendWorld } from './testing/send-world';
import { createSender, openSendWorld, putCap, reserveAs, setClock, WEDNESDAY } from './testing/send-world';
import { calendarOfNode } from './testing/zone-calendar';

const HOUR = 3_600_000;
const CAP = 3;
const RUNS = 10;
/** Days of 23, 24½ and 25 hours, midnights that are skipped or shown twice, offsets of 30 and 45 minutes, both sides of the date line. */
const ZONES = [
  'America/Havana',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'Africa/Cairo',
];
const CALENDARS = new Map(ZONES.map((zone) => [zone, calendarOfNode(zone)]));
const CHANGES = [...CALENDARS.values()].flatMap((calendar) => calendar.changes);

const someWeek = fc.record({
  zone: fc.constantFrom(...ZONES),
  changeAt: fc.constantFrom(...CHANGES),
  beforeH: fc.integer({ min: 1, max: 50 }),
  moves: fc.array(fc.record({ afterH: fc.integer({ min: 1, max: 100 }), zone: fc.constantFrom(...ZONES) }), {
    maxLength: 3,
  }),
});

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

function calendarOf(zone: string) {
  const calendar = CALENDARS.get(zone);
  if (calendar === undefined) throw new Error(`no calendar of ${zone}`);
  return calendar;
}

/** One typed message at a moment, as greedy as can be: answers when the next one may go. */
async function type(sender: Sender, at: number): Promise<{ sent: boolean; nextAt: number }> {
  const [enrolment] = sender.enrolments;
  if (enrolment === undefined) throw new Error('nobody to write to');
  await setClock(world, at);
  const row = await reserveAs(world, {
    ...{ sender, enrolment, now: new Date(at), action: 'message', origin: 'typed', campaignId: null },
    stepKey: `at ${at}`,
  });
  if (row.outcome === 'reserved') return { sent: true, nextAt: at + 1 };
  if (row.outcome !== 'capped' || row.freeAt === null) throw new Error(`${row.outcome} ${row.reason}`);
  return { sent: false, nextAt: row.freeAt.getTime() };
}

test('no local day of the zone in force and no 24 hours hold more than the cap, across changes of the clocks and moves', async () => {
  let [sends, moved] = [0, 0];
  await fc.assert(
    fc.asyncProperty(someWeek, async ({ zone: first, changeAt, beforeH, moves }) => {
      const startAt = changeAt - beforeH * HOUR;
      const endAt = startAt + 120 * HOUR;
      await setClock(world, startAt);
      const caps = { 'message.day': CAP, 'message.hour': 50, 'engagement.day': 100 } as const;
      const sender = await createSender(world, { now: new Date(startAt), people: 1, caps, timeZone: first });
      const asked = moves
        .map(({ afterH, zone }) => ({ at: startAt + afterH * HOUR, zone }))
        .sort((a, b) => a.at - b.at);
      let [wanted, inForce, movesAt] = [first, first, Number.POSITIVE_INFINITY];
      const sent: number[] = [];
      for (let at = startAt; at < endAt; ) {
        const move = asked[0];
        if (move !== undefined && move.at <= at) {
          asked.shift();
          await inWorkspace(world.app, world.workspaceId, (tx) =>
            moveBudgets(tx, { accountId: sender.accountId, timeZone: move.zone, now: new Date(at) }),
          );
          const waits = wanted !== inForce && move.zone !== inForce;
          if (!waits) movesAt = calendarOf(inForce).startOfDay(calendarOf(inForce).dayAt(at) + 1);
          wanted = move.zone;
        }
        if (wanted !== inForce && at >= movesAt) {
          [inForce, moved] = [wanted, moved + 1];
        }
        await putCap(world, {
          accountId: sender.accountId,
          key: 'message.day',
          cap: CAP,
          now: new Date(at),
          timeZone: wanted,
        });
        const { sent: went, nextAt } = await type(sender, at);
        if (went) sent.push(at);
        const calendar = calendarOf(inForce);
        const today = sent.filter((each) => each >= calendar.startOfDay(calendar.dayAt(at)));
        expect(today.length).toBeLessThanOrEqual(CAP);
        expect(sent.filter((each) => each > at - 24 * HOUR).length).toBeLessThanOrEqual(CAP);
        at = Math.min(nextAt, asked[0]?.at ?? nextAt, wanted === inForce ? nextAt : Math.max(movesAt, at + 1));
      }
      sends += sent.length;
    }),
    { numRuns: RUNS, seed: 2_030 },
  );
  expect(sends).toBeGreaterThan(RUNS * CAP * 3);
  expect(moved).toBeGreaterThan(RUNS / 2);
  expect((await auditLedger(world.owner)).flatMap((check) => check.faults)).toEqual([]);
}, 120_000);
