import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '@/db/client';
import { openDatabase } from '@/db/client';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import type { Break } from '@/db/testing/layer-faults';
import * as faults from '@/db/testing/layer-faults';
import { installationId } from '@/lib/platform/installation';
import { createUnipileProvider } from '@/lib/providers/unipile/provider';
import { KEY } from '@/lib/simulator/testing';
import { accountUsage } from '../accounts/account-usage';
import { explainAccount } from '../accounts/explain-account';
import { today } from '../accounts/today';
import type { ServiceContext } from '../context';
import { openDay } from '../days/open-day';
import { pgStore } from '../sends/pg-store';
import { sendNext } from '../sends/send-next';
import { readiness } from '../system/readiness';

const MINUTE_MS = 60_000;
/** How often a broken day is tried. */
const TURN_MS = 30 * MINUTE_MS;
/** The hours of the account's Wednesday end at 17:30 in Berlin, and those of its Thursday open at 09:00. */
const AFTERNOON = new Date('2026-03-04T16:20:00Z');
const THURSDAY = new Date('2026-03-05T08:20:00Z');
const NOON = new Date('2026-03-05T10:30:00Z');
const WELL = { store: 'ok', ramp: 'ok', health: 'ok', engine: 'ok' };

let world: IncidentWorld;
/** The same database to a sender without patience: what is locked is given up after a moment instead of five seconds. */
let impatient: Database;
let installation: string;
const dataDir = mkdtempSync(path.join(tmpdir(), 'fail-closed-'));

beforeAll(async () => {
  world = await openIncidentWorld();
  vi.stubEnv('DATA_DIR', dataDir);
  installation = installationId(dataDir);
  await world.owner.orm.execute(sql`update installations set id = ${installation}`);
  await faults.admitAnyRampDay(world);
  impatient = openDatabase(`${world.database.appUrl}?lock_timeout=100`, 4);
}, 60_000);
afterAll(async () => {
  await impatient?.end();
  await world?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Fault {
  layer: 'store' | 'ramp' | 'health';
  breaks: Break;
  /** How long it takes until the layer is no longer good; 1 minute unless it says otherwise. */
  afterMs?: number;
  /** What the explanation names it. */
  code: string;
  /** When it began: at a moment, at the send before, or when it was first looked at. */
  since: Date | 'last check' | 'first look' | 'three minutes ago';
  /** What of the counters is not known while it lasts. */
  unknown: 'everything' | 'caps' | 'nothing';
  /** What the open health page says of the layer; it does not count the rows of every counter. */
  health?: 'ok';
}

const store = { layer: 'store', code: 'fail_closed_store' } as const;
const ramp = { layer: 'ramp', code: 'fail_closed_ramp', unknown: 'caps' } as const;
const health = {
  layer: 'health',
  code: 'stale_health',
  unknown: 'nothing',
  since: 'last check',
  afterMs: 16 * MINUTE_MS,
} as const;
const OPENED = new Date('2026-03-04T08:00:00Z');
const MIDNIGHT = new Date('2026-03-03T23:00:00Z');
const CONNECTED = new Date('2026-03-04T09:00:00Z');
const targets = (value: string) =>
  faults.changed('ramp_days', sql`update ramp_days set targets = jsonb_set(targets, '{invite}', ${value}::jsonb)`);

const FAULTS: Record<string, Fault> = {
  'store, missing': {
    ...store,
    breaks: faults.changed('budgets', sql`delete from budgets`),
    since: 'first look',
    unknown: 'everything',
  },
  'store, stale': { ...store, breaks: faults.lapsed(3), since: 'three minutes ago', unknown: 'nothing' },
  'store, erroring': { ...store, breaks: faults.closed('sends'), since: 'first look', unknown: 'everything' },
  'store, slow': { ...store, breaks: faults.locked('budgets'), since: 'first look', unknown: 'everything' },
  'store, garbage': {
    ...store,
    breaks: faults.changed('budgets', sql`update budgets set time_zone = 'Mars/Base'`),
    since: 'first look',
    unknown: 'everything',
  },
  'ramp, missing': { ...ramp, breaks: faults.changed('ramp_days', sql`delete from ramp_days`), since: CONNECTED },
  'ramp, stale': {
    ...ramp,
    breaks: faults.changed(
      'ramp_days',
      sql`update ramp_days set local_date = local_date - 1, starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day', made_at = made_at - interval '1 day'`,
    ),
    since: OPENED,
  },
  'ramp, erroring': { ...ramp, breaks: faults.closed('ramp_days'), since: 'first look' },
  'ramp, slow': { ...ramp, breaks: faults.locked('ramp_days'), since: 'first look' },
  'ramp, garbage': { ...ramp, breaks: targets('"many"'), since: CONNECTED },
  'health, missing': {
    ...health,
    breaks: faults.changed(
      'accounts',
      sql`update accounts set health_checked_at = null, provider_account_id = 'acc_gone'`,
    ),
    since: CONNECTED,
  },
  'health, stale': { ...health, breaks: faults.unread('429') },
  'health, erroring': { ...health, breaks: faults.unread('500') },
  'health, slow': { ...health, breaks: faults.unread('slow', 300) },
  'health, garbage': { ...health, breaks: faults.unread('malformed') },
  'ramp, garbage: a decision of tomorrow': {
    ...ramp,
    breaks: faults.changed('ramp_days', sql`update ramp_days set made_at = made_at + interval '1 day'`),
    since: MIDNIGHT,
  },
  'store, garbage: counters below their rows': {
    ...store,
    breaks: faults.changed('budgets', sql`update budgets set used = 0`),
    since: 'first look',
    unknown: 'everything',
    health: 'ok',
  },
  'store, missing: no lease at all': { ...store, breaks: faults.unleased, since: 'first look', unknown: 'nothing' },
};

/** The sender's context at a moment, over a provider that gives up reading after a tenth of a second. */
async function at(now: Date): Promise<ServiceContext> {
  const options = { baseUrl: world.simulator.base(), apiKey: KEY, webhookSecret: 'secret' };
  const provider = createUnipileProvider({ ...options, readTimeoutMs: 100, retryPauseMs: 1 });
  const ctx = await world.at(now, provider);
  return { ...ctx, installationId: installation, db: impatient, store: pgStore(impatient) };
}

/** A turn of the engine; one that throws ends its run, as it would there. */
async function turn(sender: IncidentSender, now: Date): Promise<void> {
  const ctx = await at(now);
  await sendNext(ctx, { accountId: sender.accountId, later: async () => ctx }).catch(() => undefined);
}

async function wholeDay(sender: IncidentSender, from: Date): Promise<void> {
  for (let now = from; now < AFTERNOON; now = new Date(now.getTime() + TURN_MS)) await turn(sender, now);
}

const invites = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite').length;

/** What the account's page, its explanation and the open health page say after the turn of a moment. */
async function shown(sender: IncidentSender, fault: Fault, now: Date) {
  await turn(sender, now);
  const ctx = await at(now);
  const { verdict, primary, also } = await explainAccount(ctx, { id: sender.accountId });
  const { budgets } = await accountUsage(ctx, { id: sender.accountId });
  const room = (await today(ctx)).accounts.find(({ account }) => account.id === sender.accountId)?.room[0];
  return {
    now,
    verdict,
    since: [primary, ...also].find(({ code }) => code === fault.code)?.since ?? null,
    health: await readiness({ engine: async () => true }),
    day: budgets.find(({ budget, window }) => budget === 'invite.day' && window === 'day'),
    ramp: budgets.find(({ budget, window }) => budget === 'ramp.invite.day' && window === 'day'),
    room,
  };
}

const CAPS = {
  everything: [null, null, null],
  caps: [null, null, 1],
  nothing: [expect.any(Number), expect.any(Number), 1],
};

describe('a layer that is broken', () => {
  test.each(Object.entries(FAULTS))(
    '%s: of a whole day of turns none reaches the provider, the screens name the layer and since when, no counter turns 0, and mended it sends again',
    async (_, fault) => {
      const sender = await createIncidentSender(world, { people: 3 });
      await faults.leaveAlone(world, sender);
      const slot = await nextSlotOf(world, sender);
      await turn(sender, slot);
      expect(await invites(sender)).toBe(1);
      const checkedAt = await lastCheck(sender);

      const mend = await fault.breaks(world, sender);
      try {
        const from = new Date(slot.getTime() + (fault.afterMs ?? MINUTE_MS));
        const before = (await world.ledger(sender)).length;
        const look = new Date(from.getTime() + TURN_MS);
        const answers = [await shown(sender, fault, look)];
        await wholeDay(sender, look);
        expect((await world.ledger(sender)).length).toBe(before);

        answers.push(await shown(sender, fault, AFTERNOON));
        for (const answer of answers) {
          expect(answer.verdict).not.toBe('sending');
          expectSince(answer.since, fault, { checkedAt, look, now: answer.now });
          const [cap, effective, sent] = CAPS[fault.unknown];
          expect([answer.ramp?.cap, answer.day?.effective, answer.day?.sent]).toEqual([cap, effective, sent]);
          expect([answer.room?.effective, answer.room?.sent]).toEqual([effective, sent]);
          const state = fault.health ?? 'down';
          expect(answer.health.checks).toEqual({ ...WELL, [fault.layer]: state });
          if (state === 'down')
            expectSince(answer.health.since[fault.layer], fault, { checkedAt, look, now: answer.now });
        }
      } finally {
        await mend();
      }

      const mended = await at(THURSDAY);
      expect(await openDay(mended, { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
      const well = await shown(sender, fault, THURSDAY);
      expect([well.since, well.health.checks]).toEqual([null, WELL]);
      const wrap = (ctx: ServiceContext) => ({ ...ctx, installationId: installation });
      await runDay(world, sender, THURSDAY, { until: NOON, wrap });
      expect(await invites(sender)).toBeGreaterThan(1);
    },
  );
});

/** The moment is exact where a row tells it; what nobody could read began at the first look, and clocks run while one looks. */
function expectSince(
  since: string | null,
  { since: wanted }: Fault,
  moments: { checkedAt: Date; look: Date; now: Date },
): void {
  const told = Date.parse(since ?? '');
  if (wanted === 'three minutes ago') expect(told).toBeLessThanOrEqual(moments.now.getTime() - 3 * MINUTE_MS);
  else if (wanted === 'last check') expect(told).toBe(moments.checkedAt.getTime());
  else if (wanted !== 'first look') expect(told).toBe(wanted.getTime());
  else {
    expect(told).toBeGreaterThanOrEqual(moments.look.getTime());
    expect(told).toBeLessThan(moments.look.getTime() + TURN_MS);
  }
}

async function lastCheck(sender: IncidentSender): Promise<Date> {
  const [row] = await world.owner.orm.execute<{ at: string }>(
    sql`select health_checked_at as at from accounts where id = ${sender.accountId}`,
  );
  return new Date(row?.at ?? '');
}

test('the three layers times five ways to break are all in the table', () => {
  const names = ['store', 'ramp', 'health'].flatMap((layer) =>
    ['missing', 'stale', 'erroring', 'slow', 'garbage'].map((mode) => `${layer}, ${mode}`),
  );
  expect(Object.keys(FAULTS)).toEqual(expect.arrayContaining(names));
});
