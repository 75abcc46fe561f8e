import { accounts } from '../../db/schema/accounts';
import { authUsers } from '../../db/schema/auth-users';
import { campaignSenders } from '../../db/schema/campaign-senders';
import { campaigns } from '../../db/schema/campaigns';
import { enrolments } from '../../db/schema/enrolments';
import { identities } from '../../db/schema/identities';
import { memberships } from '../../db/schema/memberships';
import { prospects } from '../../db/schema/prospects';
import { steps } from '../../db/schema/steps';
import { workspaces } from '../../db/schema/workspaces';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { rampWeeks } from '../../lib/domain/ramp/ramp-cap';
import type { PlayedAccount } from './scenario';
import type { Stack } from './stack';

const WORKSPACE = 'wsp_simulate';
const OWNER = 'usr_simulate';
const BATCH = 1_000;

export interface PlayedStep {
  kind: 'invite' | 'wait_accepted' | 'message' | 'delay' | 'inmail';
  delayDays?: number;
  timeoutDays?: number;
  text?: string;
  subject?: string;
}

const FOLLOW_UP: PlayedStep[] = [
  { kind: 'invite' },
  { kind: 'wait_accepted', timeoutDays: 14 },
  { kind: 'message', text: 'Hi {{first_name|there}}, thanks for connecting. What are you working on this quarter?' },
  { kind: 'delay', delayDays: 3 },
  { kind: 'message', text: 'Hi {{first_name|there}}, may I send you two pages on how teams like yours plan outreach?' },
];
/** How many messages the sequence writes to one person. */
export const MESSAGES_EACH = FOLLOW_UP.filter((step) => step.kind === 'message').length;

const INMAIL: PlayedStep[] = [
  {
    kind: 'inmail',
    subject: 'A question',
    text: 'Hi {{first_name|there}}, who looks after outreach planning at your place?',
  },
];

/**
 * Writes the play's world into the provider and the database. Every id follows from the scenario, because ids break ties
 * and seed draws: random ones would play every time another way.
 */
export async function seedPlay(
  stack: Stack,
  played: PlayedAccount[],
  followUp: PlayedStep[] = FOLLOW_UP,
): Promise<{ workspaceId: string; campaignIds: string[] }> {
  const now = stack.clock.now();
  const { orm } = stack.owner;
  await orm.insert(workspaces).values({ id: WORKSPACE, name: 'Simulation', createdAt: now });
  await orm.insert(authUsers).values({ id: OWNER, email: 'owner@simulate.example', name: 'Owner', createdAt: now });
  await orm.insert(memberships).values({ workspaceId: WORKSPACE, userId: OWNER, role: 'owner', createdAt: now });
  for (const account of played) {
    await stack.simulator.addAccount(account.simulated);
    await orm.insert(accounts).values(accountRow(account, now));
  }
  const paid = played.filter((account) => account.inmailed.length > 0);
  await seedCampaign(stack, {
    id: 'cmp_simulate_1',
    name: 'Follow-up',
    steps: followUp,
    senders: played,
    peopleOf: (one) => one.invited,
  });
  if (paid.length > 0)
    await seedCampaign(stack, {
      id: 'cmp_simulate_2',
      name: 'InMail',
      steps: INMAIL,
      senders: paid,
      peopleOf: (one) => one.inmailed,
    });
  return { workspaceId: WORKSPACE, campaignIds: ['cmp_simulate_1', ...(paid.length > 0 ? ['cmp_simulate_2'] : [])] };
}

function accountRow(account: PlayedAccount, now: Date): typeof accounts.$inferInsert {
  const { simulated } = account;
  const facts = { connections: simulated.connections, activeLast30Days: true };
  return {
    workspaceId: WORKSPACE,
    id: account.id,
    provider: 'linkedin',
    providerAccountId: simulated.id,
    name: simulated.name,
    ownerId: OWNER,
    tier: simulated.tier,
    state: 'running',
    stateChangedAt: now,
    country: simulated.country,
    timeZone: account.timeZone,
    workingHours: DEFAULT_WORKING_HOURS,
    daysOff: [],
    targets: {},
    ageDays: simulated.ageDays,
    ...facts,
    rampWeek: 0,
    rampWeeks: rampWeeks({ accountAgeDays: simulated.ageDays, ...facts }),
    connectedAt: now,
  };
}

interface PlayedCampaign {
  id: string;
  name: string;
  steps: PlayedStep[];
  senders: PlayedAccount[];
  peopleOf(account: PlayedAccount): string[];
}

async function seedCampaign(stack: Stack, campaign: PlayedCampaign): Promise<void> {
  const { orm } = stack.owner;
  const now = stack.clock.now();
  const at = { createdAt: now, updatedAt: now };
  await orm
    .insert(campaigns)
    .values({ workspaceId: WORKSPACE, id: campaign.id, name: campaign.name, state: 'draft', ownerId: OWNER, ...at });
  await orm
    .insert(campaignSenders)
    .values(campaign.senders.map(({ id }) => ({ workspaceId: WORKSPACE, campaignId: campaign.id, accountId: id })));
  await orm.insert(steps).values(
    campaign.steps.map((step, position) => ({
      ...{ workspaceId: WORKSPACE, id: `stp_${campaign.id}_${position}`, campaignId: campaign.id, parentId: null },
      ...{ branch: 'main' as const, position, ...step },
    })),
  );
  const people = campaign.senders.flatMap((account) =>
    campaign.peopleOf(account).map((slug) => ({ accountId: account.id, slug, id: `ppl_${slug}` })),
  );
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people.slice(from, from + BATCH);
    await orm.insert(prospects).values(
      batch.map(({ id, slug }) => ({
        ...{ workspaceId: WORKSPACE, id, firstName: slug.split('-')[0] ?? 'Alex', linkedinSlug: slug, custom: {} },
        ...at,
      })),
    );
    await orm.insert(identities).values(
      batch.map(({ id, slug }) => ({
        ...{ workspaceId: WORKSPACE, kind: 'linkedin_slug' as const, value: slug, prospectId: id, createdAt: now },
      })),
    );
    await orm.insert(enrolments).values(
      batch.map(({ id, slug, accountId }) => ({
        ...{ workspaceId: WORKSPACE, id: `enr_${slug}`, campaignId: campaign.id, prospectId: id, accountId },
        ...{ state: 'queued' as const, ...at },
      })),
    );
  }
}
