import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { openDatabase } from '../db/client';
import { accounts } from '../db/schema/accounts';
import { workspaces } from '../db/schema/workspaces';
import { DEFAULT_WORKING_HOURS } from '../lib/domain/accounts/constants';
import { env } from '../lib/platform/env';
import { providerFromSettings } from '../lib/providers/unipile/from-settings';
import { createCampaign } from '../lib/services/campaigns/create-campaign';
import { launchCampaign } from '../lib/services/campaigns/launch-campaign';
import { putSteps } from '../lib/services/campaigns/put-steps';
import type { ServiceContext } from '../lib/services/context';
import { importFile } from '../lib/services/imports/import-file';
import { makeContext } from '../lib/services/make-context';
import { drawnSlug } from '../lib/simulator/people';
import { pastDays } from './seed/history-plan';
import { seedAccount } from './seed/seed-account';
import { seedHistory } from './seed/seed-history';
import { SimulatorControl } from './seed/simulator-control';
import type { SignIn } from './seed/tenant';
import { createTenant } from './seed/tenant';

// node --import tsx scripts/seed-demo.ts --sign-ins FILE, with the settings of a running stack: see scripts/seed.mjs.
const { values } = parseArgs({ options: { 'sign-ins': { type: 'string' } } });
const TIME_ZONE = 'Europe/Berlin';
const HISTORY_DAYS = 6;
const PEOPLE = 160;
const owner = openDatabase(env().DATABASE_URL, 2);

try {
  const [known] = await owner.orm.select({ id: workspaces.id }).from(workspaces).limit(1);
  if (known === undefined) await seed();
  else console.log('The workspace is there already; its sign-ins were printed when it was made.');
} finally {
  await owner.end();
}
process.exit(0);

async function seed(): Promise<void> {
  const url = process.env.SIMULATOR_URL;
  if (!url)
    return console.log('Without the simulator nothing is seeded: sign-ins are made with `npm run token` and the API.');
  const simulator = new SimulatorControl(url, process.env.SIMULATOR_KEY ?? '');
  const started = await makeContext({
    actor: { kind: 'system', job: 'seed', workspaceId: '' },
    provider: providerFromSettings(),
  });
  const tenant = await createTenant(owner, started.now);
  const ctx: ServiceContext = {
    ...started,
    actor: { kind: 'system', job: tenant.users.rep, workspaceId: tenant.workspaceId },
  };
  await seedAccounts(ctx, simulator, tenant.users.rep);
  if (values['sign-ins'])
    writeFileSync(values['sign-ins'], `${JSON.stringify(tenant.signIns, null, 2)}\n`, { mode: 0o600 });
  printSignIns(tenant.signIns);
}

async function seedAccounts(ctx: ServiceContext, simulator: SimulatorControl, repId: string): Promise<void> {
  const schedule = { timeZone: TIME_ZONE, workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
  const days = pastDays({ now: ctx.now, schedule, days: HISTORY_DAYS, seed: 'demo' });
  const begin = days[0]?.slots[0] ?? ctx.now;
  const settled = {
    id: 'acc_demo_settled',
    name: 'Rosa Lind',
    tier: 'premium',
    country: 'DE',
    connections: 840,
    ageDays: 2_400,
    acceptance: 0.6,
  } as const;
  const fresh = {
    id: 'acc_demo_new',
    name: 'Northbridge Talent',
    tier: 'premium',
    country: 'DE',
    connections: 90,
    ageDays: 60,
    acceptance: 0.5,
  } as const;
  await simulator.pinClock(new Date(begin.getTime() - 1_800_000));
  await simulator.addAccount(settled);
  const account = { workspaceId: ctx.actor.workspaceId, ownerId: repId, timeZone: TIME_ZONE };
  const settledId = await seedAccount(owner, {
    ...account,
    simulated: settled,
    connectedAt: new Date(begin.getTime() - 1_800_000),
  });
  const freshId = await seedAccount(owner, {
    ...account,
    simulated: fresh,
    connectedAt: new Date(ctx.now.getTime() - 600_000),
  });
  const campaign = await seedCampaign(ctx, [settledId, freshId]);
  const people = await owner.orm.execute<{ enrolmentId: string; prospectId: string; slug: string }>(
    sql`select e.id as "enrolmentId", p.id as "prospectId", p.linkedin_slug as slug from enrolments e join prospects p on p.id = e.prospect_id
      where e.account_id = ${settledId} order by e.id`,
  );
  await seedHistory({
    owner,
    ctx,
    provider: ctx.provider,
    simulator,
    workspaceId: ctx.actor.workspaceId,
    accountId: settledId,
    providerAccountId: settled.id,
    campaignId: campaign.id,
    inviteStepId: campaign.inviteStepId,
    days,
    people: [...people],
  });
  await simulator.pinClock(ctx.now);
  await simulator.addAccount(fresh);
  await simulator.webhooksDelivered(60_000);
  await eventsApplied();
  await launchCampaign(ctx, { id: campaign.id });
  await owner.orm.execute(sql`update enrolments set state = 'queued' where account_id = ${settledId} and active`);
  await owner.orm.update(accounts).set({ state: 'running' }).where(eq(accounts.workspaceId, ctx.actor.workspaceId));
  await simulator.followClock((await makeContext({ actor: ctx.actor, provider: ctx.provider })).now, ctx.clockSpeed);
}

/** A draft whose people were brought in by a file, as anyone would do it. */
async function seedCampaign(ctx: ServiceContext, senderIds: string[]): Promise<{ id: string; inviteStepId: string }> {
  const lines = Array.from({ length: PEOPLE }, (_, index) => {
    const slug = drawnSlug(`demo-${index}`);
    const [first = 'Alex', last = 'Moreau'] = slug
      .split('-')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    return `${first},${last},https://www.linkedin.com/in/${slug}`;
  });
  const bytes = new TextEncoder().encode(`First Name,Last Name,LinkedIn URL\n${lines.join('\n')}\n`);
  const done = await importFile(ctx, { fileName: 'founders.csv', bytes, listName: 'Founders, autumn' });
  const created = await createCampaign(ctx, { name: 'Founders, autumn', senderIds, listId: done.listId });
  const steps = await putSteps(ctx, {
    id: created.id,
    steps: [
      { kind: 'invite' },
      { kind: 'wait_accepted', timeoutDays: 14, otherwise: [] },
      {
        kind: 'message',
        text: 'Hi {{first_name|there}}, thanks for connecting. What are you working on this quarter?',
      },
      { kind: 'delay', delayDays: 3 },
      {
        kind: 'message',
        text: 'Hi {{first_name|there}}, may I send you two pages on how teams like yours plan outreach?',
      },
    ],
  });
  const invite = steps.find((step) => step.kind === 'invite');
  if (invite === undefined) throw new Error('the campaign has no invite step');
  return { id: created.id, inviteStepId: invite.id };
}

/** The acceptances of the past reach the app as webhooks; the ramp decides on them, so they must have been applied. */
async function eventsApplied(): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
    const [row] = await owner.orm.execute<{ n: number }>(
      sql`select count(*)::int as n from provider_events where applied_at is null`,
    );
    if (row?.n === 0) return;
  }
  throw new Error('the webhooks of the seeded history were not applied within a minute');
}

function printSignIns(signIns: SignIn[]): void {
  console.log('\nSign in as');
  for (const { role, email, password } of signIns) console.log(`  ${role.padEnd(6)} ${email.padEnd(28)} ${password}`);
}
