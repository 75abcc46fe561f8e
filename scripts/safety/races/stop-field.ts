import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { accounts } from '../../../db/schema/accounts';
import { resolutions } from '../../../db/schema/resolutions';
import { createEnrolment, createProspect } from '../../../db/testing/factories';
import type { SendWorld } from '../../../db/testing/send-world';
import { createSender } from '../../../db/testing/send-world';
import { copyOf, copyWorkspace } from './copies';
import { RACE_AT } from './slot-kinds';
import type { Target } from './stop-kinds';
import { newWorkspace } from './workspace';

/** One is on its way when the stop comes, the other is due afterwards. */
const PEOPLE = 2;

interface Person {
  enrolmentId: string;
  prospectId: string;
  slug: string;
  email: string;
}

/** A workspace for each race: one account, one campaign, two people whose invites are due. */
export interface StopField {
  workspaceId: string;
  accountId: string;
  campaignId: string;
  providerAccountId: string;
  people: Person[];
}

export async function stopFieldOf(world: SendWorld, count: number): Promise<StopField> {
  const inNew = await newWorkspace(world);
  const { owner, workspaceId } = inNew;
  const sender = await createSender(inNew, { now: RACE_AT, people: 0 });
  const [account] = await owner.orm.select().from(accounts).where(eq(accounts.id, sender.accountId));
  if (account === undefined) throw new Error('an account vanished');
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push(await addPerson(inNew, sender));
  await copyWorkspace(owner, workspaceId, count);
  const { accountId, campaignId } = sender;
  // Among people who are equally due the pick goes by their enrolment's id.
  const inTurn = people.toSorted((a, b) => (a.enrolmentId < b.enrolmentId ? -1 : 1));
  return { workspaceId, accountId, campaignId, providerAccountId: account.providerAccountId, people: inTurn };
}

async function addPerson(
  world: SendWorld,
  sender: { accountId: string; campaignId: string; stepId: string },
): Promise<Person> {
  const { owner, workspaceId } = world;
  const base = { workspaceId, now: RACE_AT };
  const slug = `person-${randomUUID()}`;
  const email = `${slug}@${slug}.test`;
  const { id } = await createProspect(owner, { ...base, linkedinSlug: slug, email });
  await owner.orm.insert(resolutions).values({
    ...{ workspaceId, accountId: sender.accountId, prospectId: id },
    ...{ providerUserId: slug, degree: 2, resolvedAt: RACE_AT },
  });
  const enrolment = await createEnrolment(owner, { ...base, ...sender, prospectId: id });
  return { enrolmentId: enrolment.id, prospectId: id, slug, email };
}

/** What the stop of the n-th race aims at; of its people the one whose turn comes first. */
export function targetOf(field: StopField, n: number): Target & { providerAccountId: string } {
  const [person] = field.people;
  if (person === undefined) throw new Error('a race without people');
  const { slug, email } = person;
  return {
    accountId: copyOf(field.accountId, n),
    campaignId: copyOf(field.campaignId, n),
    providerAccountId: copyOf(field.providerAccountId, n),
    prospectId: copyOf(person.prospectId, n),
    providerUserId: copyOf(slug, n),
    slug: copyOf(slug, n),
    email: `${copyOf(slug, n)}@${email.split('@')[1]?.replace(slug, copyOf(slug, n)) ?? ''}`,
  };
}

/** The people of the n-th race by their ids, as the provider knows them. */
export function idsAtProvider(field: StopField, n: number): Map<string, string> {
  return new Map(field.people.map(({ prospectId, slug }) => [copyOf(prospectId, n), copyOf(slug, n)]));
}
