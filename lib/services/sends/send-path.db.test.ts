import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accounts } from '@/db/schema/accounts';
import { enrolments } from '@/db/schema/enrolments';
import { steps } from '@/db/schema/steps';
import {
  createCampaign,
  createInstallation,
  createProspect,
  createUser,
  createWorkspace,
} from '@/db/testing/factories';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { DEFAULT_WORKING_HOURS } from '@/lib/domain/accounts/constants';
import { isOpen } from '@/lib/domain/pacing/working-hours';
import { newId } from '@/lib/platform/ids';
import { createUnipileProvider } from '@/lib/providers/unipile/provider';
import { forecastCampaign } from '@/lib/services/campaigns/forecast-campaign';
import type { ServiceContext } from '@/lib/services/context';
import { openDay } from '@/lib/services/days/open-day';
import { pgStore } from '@/lib/services/sends/pg-store';
import { sendNext } from '@/lib/services/sends/send-next';
import { enrolQueued } from '@/lib/services/sweeps/enrol-queued';
import { samplePeople } from '@/lib/simulator/people';
import type { TestSimulator } from '@/lib/simulator/testing';
import { KEY, startTestSimulator } from '@/lib/simulator/testing';

const TUESDAY = new Date('2026-03-03T07:30:00Z');
const SCHEDULE = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
const ENTRY = z.object({ at: z.coerce.date(), accountId: z.string(), action: z.string(), outcome: z.string() }).loose();

let suite: SuiteDatabase;
let simulator: TestSimulator;
let base: Omit<ServiceContext, 'now'>;
let accountId: string;
let campaignId: string;

beforeAll(async () => {
  suite = await openSuiteDatabase();
  simulator = await startTestSimulator({ seed: '1' });
  await simulator.setClock(TUESDAY.toISOString(), 0);
  await createInstallation(suite.owner, { id: 'test-installation', now: TUESDAY });
  const workspace = await createWorkspace(suite.owner, { now: TUESDAY });
  const user = await createUser(suite.owner, { workspaceId: workspace.id, now: TUESDAY });
  base = {
    actor: { kind: 'system', job: 'test', workspaceId: workspace.id },
    clockSpeed: 1,
    wallMs: () => performance.now(),
    db: suite.app,
    store: pgStore(suite.app),
    provider: createUnipileProvider({ baseUrl: simulator.base(), apiKey: KEY, webhookSecret: 'test-secret-123456' }),
    installationId: 'test-installation',
    encryptionKey: Buffer.alloc(32, 7).toString('base64'),
  };
  accountId = await connect(workspace.id, user.id);
  campaignId = await campaignOf(workspace.id, user.id);
}, 60_000);

afterAll(async () => {
  await simulator?.stop();
  await suite?.close();
});

async function connect(workspaceId: string, ownerId: string): Promise<string> {
  const made = await simulator.call('POST', '/_sim/accounts', { name: 'Ada Example', tier: 'premium', country: 'DE' });
  const id = newId('account');
  await suite.owner.orm.insert(accounts).values({
    workspaceId,
    id,
    provider: 'linkedin',
    providerAccountId: String(made.body.id),
    name: 'Ada Example',
    ownerId,
    tier: 'premium',
    state: 'running',
    stateChangedAt: TUESDAY,
    timeZone: 'Europe/Berlin',
    workingHours: DEFAULT_WORKING_HOURS,
    daysOff: [],
    targets: {},
    rampWeek: 0,
    rampWeeks: 6,
    connectedAt: TUESDAY,
  });
  return id;
}

async function campaignOf(workspaceId: string, ownerId: string): Promise<string> {
  const campaign = await createCampaign(suite.owner, { workspaceId, ownerId, senderIds: [accountId], now: TUESDAY });
  await suite.owner.orm.update(steps).set({ note: 'Hi {{first_name}}' }).where(eq(steps.campaignId, campaign.id));
  for (const person of samplePeople()) {
    const prospect = await createProspect(suite.owner, { workspaceId, now: TUESDAY, linkedinSlug: person.slug });
    await suite.owner.orm.insert(enrolments).values({
      workspaceId,
      id: newId('enrolment'),
      campaignId: campaign.id,
      prospectId: prospect.id,
      accountId,
      state: 'queued',
      createdAt: TUESDAY,
      updatedAt: TUESDAY,
    });
  }
  return campaign.id;
}

/** Everyone's clocks stand at `now`: the database's, the simulator's, the context's. */
async function at(now: Date): Promise<ServiceContext> {
  await suite.owner.orm.execute(
    sql`update clock set mode = 'scaled', speed = 1, real_origin = clock_timestamp(), app_origin = ${now.toISOString()}::timestamptz`,
  );
  await simulator.setClock(now.toISOString(), 0);
  return { ...base, now };
}

async function ledger() {
  const { body } = await simulator.call('GET', '/_sim/ledger');
  return z.array(ENTRY).parse(body.items);
}

describe('an account’s day', () => {
  it('opens before the hours and sends a random few, all inside the hours and under the ramp', async () => {
    const opened = await openDay(await at(TUESDAY), { accountId });
    expect(opened).toMatchObject({ kind: 'open', localDate: '2026-03-03' });
    expect(await enrolQueued(await at(TUESDAY), { campaignId })).toMatchObject({ planned: 60 });
    const [forecastDay] = (await forecastCampaign(await at(TUESDAY), { id: campaignId })).days;
    const waits = await runDay(TUESDAY);
    expect(waits).toBeGreaterThan(20);

    const entries = await ledger();
    for (const entry of entries)
      expect(isOpen(entry.at, SCHEDULE), `${entry.action} at ${entry.at.toISOString()}`).toBe(true);
    const rows = await suite.owner.orm.execute<{ action: string; n: number }>(
      sql`select action, count(*)::int as n from sends where state = 'sent' group by action`,
    );
    const sent = Object.fromEntries(rows.map((row) => [row.action, row.n]));
    // The day draws six to ten; of those the provider may refuse some.
    expect(sent.invite).toBeGreaterThanOrEqual(3);
    expect(sent.invite).toBeLessThanOrEqual(10);
    expect(sent.resolve).toBeLessThanOrEqual(20);
    expect(entries.filter((entry) => entry.action === 'invite')).toHaveLength(sent.invite ?? 0);
    // The forecast of the morning plays the same slots; only whom a look-up finds is drawn another way.
    expect(forecastDay).toMatchObject({ date: '2026-03-03', lookUps: sent.resolve });
    expect(Math.abs((forecastDay?.invites ?? 0) - (sent.invite ?? 0))).toBeLessThanOrEqual(1);
  }, 120_000);

  it('leaves nothing in flight, and every counter equal to its rows', async () => {
    const [open] = await suite.owner.orm.execute<{ n: number }>(
      sql`select count(*)::int as n from sends where state not in ('sent', 'rejected', 'released')`,
    );
    expect(open?.n).toBe(0);
    expect([...(await suite.owner.orm.execute(sql`select * from ledger_mismatches()`))]).toEqual([]);
  });
});

/** Jumps from slot to slot until the day is over; at most 600 turns. */
async function runDay(start: Date): Promise<number> {
  let now = new Date('2026-03-03T08:00:00Z');
  for (let turn = 0; turn < 600; turn += 1) {
    const ctx = await at(now > start ? now : start);
    const next = await sendNext(ctx, { accountId, later: async () => ctx });
    if (next.kind === 'end') return turn;
    now = next.at > now ? next.at : new Date(now.getTime() + 1_000);
  }
  throw new Error('the day did not end');
}
