import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inWorkspace } from '../../../db/client';
import { putBudget } from '../../../db/queries/sending-days';
import { accounts } from '../../../db/schema/accounts';
import { enrolments } from '../../../db/schema/enrolments';
import { prospects } from '../../../db/schema/prospects';
import { resolutions } from '../../../db/schema/resolutions';
import { steps } from '../../../db/schema/steps';
import {
  createAccount,
  createCampaign,
  createEnrolment,
  createProspect,
  createUser,
  createWorkspace,
} from '../../../db/testing/factories';
import { workClassOf } from '../../../lib/domain/campaigns/constants';
import { CAP_KINDS } from '../../../lib/domain/limits/constants';
import { budgetWindowOf } from '../../../lib/domain/limits/windows';
import { samplePeople } from '../../../lib/simulator/people';
import type { KillAction } from './points';
import type { KillStack } from './stack';

/** People of a cell: with a cap of two, the third must wait for the next day. */
export const PEOPLE = 3;
export const CAP = 2;

/** A workspace of one cell: an account that exists at the simulator too, and people whose act is due. */
export interface CellWorld {
  workspaceId: string;
  accountId: string;
  providerAccountId: string;
  action: KillAction;
  slugs: string[];
}

const MADE = z.object({ id: z.string() });
const RELATIONS = z.object({ data: z.array(z.object({ user: z.object({ public_identifier: z.string() }) })) });
const PROFILE = z.object({ id: z.string() });
const DEGREE_OF = { invite: 2, message: 1, inmail: 2 } as const;

/** Makes a cell's workspace at `now`; its people are looked up at the simulator, so that their acts are due at once. */
export async function createCellWorld(stack: KillStack, action: KillAction, now: Date): Promise<CellWorld> {
  const { owner } = stack;
  const { id: workspaceId } = await createWorkspace(owner, { now, name: `kill ${action}` });
  const { id: ownerId } = await createUser(owner, { workspaceId, now });
  const account = await createAccount(owner, { workspaceId, ownerId, now, caps: { [`${action}.day`]: CAP } });
  const campaign = await createCampaign(owner, { workspaceId, ownerId, senderIds: [account.id], now });
  await putCampaignCaps(stack, { workspaceId, accountId: account.id, campaignId: campaign.id, now });
  await owner.orm
    .update(steps)
    .set({ kind: action, text: 'Hello {{first_name|there}}, a word.', subject: action === 'inmail' ? 'A word' : null })
    .where(eq(steps.id, campaign.stepId));
  const made = MADE.parse(
    await stack.simulator('POST', '/_sim/accounts', { name: 'A sender', tier: 'premium', country: 'DE' }),
  );
  await owner.orm.update(accounts).set({ providerAccountId: made.id }).where(eq(accounts.id, account.id));
  const people = action === 'message' ? await connectionsOf(stack, made.id) : strangersFor(action);
  if (people.length < PEOPLE) throw new Error(`the simulator has too few people for ${action}`);
  for (const slug of people) {
    await enrol(stack, { workspaceId, accountId: account.id, providerAccountId: made.id, action, slug, campaign, now });
  }
  return { workspaceId, accountId: account.id, providerAccountId: made.id, action, slugs: people };
}

/** People whom the account knows already, as the simulator made them up. */
async function connectionsOf(stack: KillStack, providerAccountId: string): Promise<string[]> {
  const { data } = RELATIONS.parse(await stack.simulator('GET', `/v2/${providerAccountId}/users/me/relations`));
  return data.slice(0, PEOPLE).map((relation) => relation.user.public_identifier);
}

function strangersFor(action: KillAction): string[] {
  // An open profile takes every InMail; of the others the simulator lets a few refuse.
  const fits = samplePeople().filter((person) => person.degree === 2 && (action !== 'inmail' || person.openProfile));
  return fits.slice(0, PEOPLE).map((person) => person.slug);
}

async function putCampaignCaps(
  stack: KillStack,
  input: { workspaceId: string; accountId: string; campaignId: string; now: Date },
): Promise<void> {
  const { accountId, campaignId, now } = input;
  await inWorkspace(stack.owner, input.workspaceId, async (tx) => {
    for (const kind of CAP_KINDS) {
      const key = `campaign.${kind}.day` as const;
      const window = { ...budgetWindowOf(key), timeZone: 'Europe/Berlin' };
      await putBudget(tx, { accountId, key, campaignId, ...window, cap: 100, now, mayRaise: true });
    }
  });
}

async function enrol(
  stack: KillStack,
  input: {
    workspaceId: string;
    accountId: string;
    providerAccountId: string;
    action: KillAction;
    slug: string;
    campaign: { id: string; stepId: string };
    now: Date;
  },
): Promise<void> {
  const { owner } = stack;
  const { workspaceId, accountId, action, slug, campaign, now } = input;
  const person = await createProspect(owner, { workspaceId, now, linkedinSlug: slug });
  await owner.orm
    .update(prospects)
    .set({ firstName: 'Ada', fullName: 'Ada Example' })
    .where(eq(prospects.id, person.id));
  const read = PROFILE.parse(await stack.simulator('GET', `/v2/${input.providerAccountId}/users/${slug}`));
  await owner.orm.insert(resolutions).values({
    ...{ workspaceId, accountId, prospectId: person.id, providerUserId: read.id, resolvedAt: now },
    degree: DEGREE_OF[action],
    openProfile: action === 'inmail',
    openProfileAt: now,
  });
  const due = await createEnrolment(owner, {
    ...{ workspaceId, campaignId: campaign.id, prospectId: person.id, accountId, stepId: campaign.stepId, now },
  });
  await owner.orm
    .update(enrolments)
    .set({ action, workClass: workClassOf(action) })
    .where(eq(enrolments.id, due.id));
}

/** Lets every lease and deadline of the cell be over, except of rows that a transaction holds. */
export async function endLeases(stack: KillStack, workspaceId: string): Promise<void> {
  await stack.owner.orm.execute(sql`update sends set deadline_at = clock_timestamp() - interval '1 second'
    where id in (select id from sends where workspace_id = ${workspaceId} and state in ('reserved', 'dispatching') for update skip locked)`);
}
