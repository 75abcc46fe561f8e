import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Role } from '../../lib/domain/access/roles';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import type { CampaignState } from '../../lib/domain/campaigns/constants';
import { workClassOf } from '../../lib/domain/campaigns/constants';
import { MIN_GAP_MS } from '../../lib/domain/limits/catalogue';
import { ACTIONS } from '../../lib/domain/limits/constants';
import { newId } from '../../lib/platform/ids';
import type { Database } from '../client';
import { inWorkspace } from '../client';
import { accounts } from '../schema/accounts';
import { actionPaces } from '../schema/action-paces';
import { authUsers } from '../schema/auth-users';
import { campaignSenders } from '../schema/campaign-senders';
import { campaigns } from '../schema/campaigns';
import { enrolments } from '../schema/enrolments';
import { identities } from '../schema/identities';
import { memberships } from '../schema/memberships';
import { prospects } from '../schema/prospects';
import { steps } from '../schema/steps';
import { workspaces } from '../schema/workspaces';
import type { AccountOptions } from './account-parts';
import { createRampDay, putBudgets } from './account-parts';

/** A new workspace; every suite mints its own. Factories take the owner's connection. */
export async function createWorkspace(owner: Database, input: { now: Date; name?: string }): Promise<{ id: string }> {
  const id = newId('workspace');
  await owner.orm.insert(workspaces).values({ id, name: input.name ?? 'A test workspace', createdAt: input.now });
  return { id };
}

/** A person who signs in, as a member of the workspace. */
export async function createUser(
  owner: Database,
  input: { workspaceId: string; now: Date; role?: Role; email?: string },
): Promise<{ id: string; role: Role }> {
  const id = newId('user');
  const role = input.role ?? 'owner';
  await owner.orm.insert(authUsers).values({
    id,
    email: input.email ?? `${id}@example.test`,
    name: 'A test user',
    passwordHash: null,
    createdAt: input.now,
  });
  await owner.orm
    .insert(memberships)
    .values({ workspaceId: input.workspaceId, userId: id, role, createdAt: input.now });
  return { id, role };
}

/** A LinkedIn account that may send: health fresh, today's ramp row, every budget and every pace. */
export async function createAccount(owner: Database, input: AccountOptions): Promise<{ id: string; timeZone: string }> {
  const id = newId('account');
  const tier = input.tier ?? 'premium';
  const timeZone = input.timeZone === undefined ? 'Europe/Berlin' : input.timeZone;
  const zone = timeZone ?? 'Europe/Berlin';
  await inWorkspace(owner, input.workspaceId, async (tx) => {
    await tx.insert(accounts).values({
      workspaceId: input.workspaceId,
      id,
      provider: 'linkedin',
      providerAccountId: `prv_${randomUUID()}`,
      name: input.name ?? 'A test account',
      ownerId: input.ownerId,
      tier,
      state: input.state ?? 'running',
      stateChangedAt: input.now,
      timeZone,
      workingHours: DEFAULT_WORKING_HOURS,
      daysOff: [],
      targets: {},
      healthCheckedAt: input.now,
      inmailCredits: 15,
      inmailCreditsAt: input.now,
      rampWeek: input.week ?? 6,
      rampWeeks: input.weeks ?? 6,
      connectedAt: input.now,
    });
    await putBudgets(tx, { ...input, id, tier, timeZone: zone });
    await tx.insert(actionPaces).values(
      ACTIONS.map((action) => ({
        workspaceId: input.workspaceId,
        accountId: id,
        action,
        gapMsMin: MIN_GAP_MS[action],
      })),
    );
    if (input.rampToday !== false) await createRampDay(tx, { ...input, id, timeZone: zone });
  });
  return { id, timeZone: zone };
}

/** A campaign of one invite step with its senders; caps as budgets are the business of the services. */
export async function createCampaign(
  owner: Database,
  input: {
    workspaceId: string;
    ownerId: string;
    senderIds: string[];
    now: Date;
    state?: CampaignState;
    name?: string;
    dailyLimit?: number | null;
  },
): Promise<{ id: string; stepId: string }> {
  const id = newId('campaign');
  const stepId = newId('step');
  const { workspaceId } = input;
  await owner.orm.insert(campaigns).values({
    workspaceId,
    id,
    name: input.name ?? 'A test campaign',
    state: input.state ?? 'running',
    ownerId: input.ownerId,
    dailyLimit: input.dailyLimit ?? null,
    launchedAt: input.state === 'draft' ? null : input.now,
    createdAt: input.now,
    updatedAt: input.now,
  });
  await owner.orm
    .insert(steps)
    .values({ workspaceId, id: stepId, campaignId: id, parentId: null, branch: 'main', position: 0, kind: 'invite' });
  if (input.senderIds.length > 0) {
    await owner.orm
      .insert(campaignSenders)
      .values(input.senderIds.map((accountId) => ({ workspaceId, campaignId: id, accountId })));
  }
  return { id, stepId };
}

/** A person with an identity for its slug and its e-mail address. */
export async function createProspect(
  owner: Database,
  input: {
    workspaceId: string;
    now: Date;
    linkedinSlug?: string | null;
    email?: string | null;
    fullName?: string;
    suppressed?: boolean;
    repliedAt?: Date;
    optedOutAt?: Date;
  },
): Promise<{ id: string; linkedinSlug: string | null }> {
  const id = newId('prospect');
  const { workspaceId, now } = input;
  const linkedinSlug = input.linkedinSlug === undefined ? `person-${randomUUID()}` : input.linkedinSlug;
  const email = input.email ?? null;
  await owner.orm.insert(prospects).values({
    workspaceId,
    id,
    fullName: input.fullName ?? 'Ada Example',
    firstName: 'Ada',
    lastName: 'Example',
    email,
    linkedinSlug,
    custom: {},
    repliedAt: input.repliedAt ?? null,
    optedOutAt: input.optedOutAt ?? null,
    createdAt: now,
    updatedAt: now,
  });
  const suppressedAt = input.suppressed === true ? now : null;
  if (linkedinSlug !== null)
    await owner.orm.insert(identities).values({
      workspaceId,
      kind: 'linkedin_slug',
      value: linkedinSlug,
      prospectId: id,
      suppressedAt,
      createdAt: now,
    });
  if (email !== null)
    await owner.orm
      .insert(identities)
      .values({ workspaceId, kind: 'email', value: email, prospectId: id, suppressedAt, createdAt: now });
  return { id, linkedinSlug };
}

/** A person in a campaign whose invite is due at `now`. */
export async function createEnrolment(
  owner: Database,
  input: {
    workspaceId: string;
    campaignId: string;
    prospectId: string;
    accountId: string;
    stepId: string;
    now: Date;
    dueAt?: Date | null;
  },
): Promise<{ id: string }> {
  const id = newId('enrolment');
  const dueAt = input.dueAt === undefined ? input.now : input.dueAt;
  const due = dueAt !== null;
  await owner.orm.insert(enrolments).values({
    workspaceId: input.workspaceId,
    id,
    campaignId: input.campaignId,
    prospectId: input.prospectId,
    accountId: input.accountId,
    state: due ? 'active' : 'queued',
    stepId: due ? input.stepId : null,
    action: due ? 'invite' : null,
    workClass: due ? workClassOf('invite') : null,
    dueAt,
    createdAt: input.now,
    updatedAt: input.now,
  });
  return { id };
}

/** What is needed so that a reservation passes its installation and clock gates at `now`. */
export async function createInstallation(owner: Database, input: { id: string; now: Date }): Promise<void> {
  await owner.orm.execute(sql`insert into installations (id, lease_until, started_at, confirmed_at) values (${input.id}, clock_timestamp() + interval '1 hour', clock_timestamp(), clock_timestamp())
    on conflict (id) do update set lease_until = excluded.lease_until`);
  await owner.orm.execute(sql`insert into clock (id, mode, real_origin, app_origin, speed) values (1, 'scaled', clock_timestamp(), ${input.now.toISOString()}::timestamptz, 1)
    on conflict (id) do update set real_origin = excluded.real_origin, app_origin = excluded.app_origin, mode = 'scaled', speed = 1`);
}
