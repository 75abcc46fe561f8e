import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { workClassOf } from '../../lib/domain/campaigns/constants';
import { CAP_KINDS } from '../../lib/domain/limits/constants';
import type { ServiceContext } from '../../lib/services/context';
import { applyEvent } from '../../lib/services/events/apply-event';
import { ingestEvent } from '../../lib/services/events/ingest-event';
import { samplePeople } from '../../lib/simulator/people';
import { signatureOf } from '../../lib/simulator/webhooks';
import { campaignSenders } from '../schema/campaign-senders';
import { enrolments } from '../schema/enrolments';
import { resolutions } from '../schema/resolutions';
import { steps } from '../schema/steps';
import { createCampaign } from './factories';
import type { IncidentPerson, IncidentSender, IncidentWorld } from './incident-world';
import { WEBHOOK_SECRET_OF_WORLD } from './incident-world';
import { putCap, WEDNESDAY } from './send-world';

/** Lets the campaign go on after its invite: wait for the acceptance, then write `text`. */
export async function addFollowUp(world: IncidentWorld, sender: IncidentSender, text: string): Promise<string> {
  const step = {
    workspaceId: world.workspaceId,
    campaignId: sender.campaignId,
    parentId: null,
    branch: 'main' as const,
  };
  const id = `${sender.stepId}m`;
  await world.owner.orm.insert(steps).values([
    { ...step, id: `${sender.stepId}w`, position: 1, kind: 'wait_accepted', timeoutDays: 14 },
    { ...step, id, position: 2, kind: 'message', text },
  ]);
  return id;
}

/** A second campaign of the same account, in which the given people are to be invited too. */
export async function alsoEnrol(
  world: IncidentWorld,
  sender: IncidentSender,
  people: readonly IncidentPerson[],
): Promise<IncidentSender> {
  const { workspaceId, ownerId } = world;
  const { accountId } = sender;
  const campaign = await createCampaign(world.owner, { workspaceId, ownerId, senderIds: [], now: WEDNESDAY });
  await world.owner.orm.insert(campaignSenders).values({ workspaceId, campaignId: campaign.id, accountId });
  for (const kind of CAP_KINDS)
    await putCap(world, { accountId, campaignId: campaign.id, key: `campaign.${kind}.day`, cap: 100, now: WEDNESDAY });
  const ctx = await world.at(WEDNESDAY);
  const enrolled: IncidentPerson[] = [];
  for (const person of people) {
    // An account has ids of its own for the same people.
    const read = await ctx.provider.getProfile(sender.providerAccountId, person.slug, { fresh: false });
    if (!read.ok) throw new Error(`the simulator does not know ${person.slug}`);
    enrolled.push({ ...person, id: `enr_${randomUUID()}`, providerUserId: read.value.providerUserId });
  }
  await world.owner.orm
    .insert(resolutions)
    .values(
      enrolled.map(({ prospectId, providerUserId }) => ({
        ...{ workspaceId, accountId, prospectId, providerUserId },
        ...{ degree: 2 as const, resolvedAt: WEDNESDAY },
      })),
    )
    .onConflictDoNothing();
  await world.owner.orm.insert(enrolments).values(
    enrolled.map((person) => ({
      ...{ workspaceId, id: person.id, campaignId: campaign.id, prospectId: person.prospectId, accountId },
      ...{
        state: 'active' as const,
        stepId: campaign.stepId,
        action: 'invite' as const,
        workClass: workClassOf('invite'),
      },
      ...{ dueAt: WEDNESDAY, active: true, allowParallel: true, createdAt: WEDNESDAY, updatedAt: WEDNESDAY },
    })),
  );
  return { ...sender, campaignId: campaign.id, stepId: campaign.stepId, enrolments: enrolled, people: enrolled };
}

/** Puts somebody who is a connection of every account in the place of a person, as the account came to know them. */
export async function becomeConnection(
  world: IncidentWorld,
  sender: IncidentSender,
  person: IncidentPerson,
  nth = 0,
): Promise<IncidentPerson> {
  const slug = samplePeople().filter((one) => one.degree === 1)[nth]?.slug ?? '';
  const ctx = await world.at(WEDNESDAY);
  const read = await ctx.provider.getProfile(sender.providerAccountId, slug, { fresh: false });
  if (!read.ok) throw new Error(`the simulator does not know ${slug}`);
  const { providerUserId } = read.value;
  await world.owner.orm.execute(
    sql`update resolutions set provider_user_id = ${providerUserId} where account_id = ${sender.accountId} and prospect_id = ${person.prospectId}`,
  );
  return { ...person, slug, providerUserId };
}

export interface Webhook {
  id?: string;
  type: 'relation.new' | 'message.new';
  payload: unknown;
}

/** A webhook as the provider words it, about one of its accounts. */
export const relationNew = (person: IncidentPerson): Webhook => ({
  type: 'relation.new',
  payload: { user: { id: person.providerUserId, public_identifier: person.slug } },
});

export function messageNew(
  person: IncidentPerson,
  message: { text: string; own: boolean; id?: string; chatId?: string; at: Date },
): Webhook {
  const { text, own, at } = message;
  const id = message.id ?? `msg_${randomUUID()}`;
  const chat_id = message.chatId ?? `cht_${person.prospectId}`;
  const sender_id = own ? 'usr_ourselves' : person.providerUserId;
  return {
    type: 'message.new',
    payload: { id, chat_id, sender_id, is_sender: own, text, timestamp: at.toISOString() },
  };
}

/** Delivers a webhook the whole way: signature, inbox, application. Answers what came of it in each workspace. */
export async function deliver(
  world: IncidentWorld,
  sender: IncidentSender,
  webhook: Webhook,
  at: Date,
  wrap: (ctx: ServiceContext) => ServiceContext = (ctx) => ctx,
): Promise<string[]> {
  const ctx = wrap(await world.at(at));
  const rawBody = JSON.stringify({
    id: webhook.id ?? `evt_${randomUUID()}`,
    created_at: at.toISOString(),
    account_id: sender.providerAccountId,
    type: webhook.type,
    payload: webhook.payload,
  });
  const { events } = await ingestEvent(
    { provider: ctx.provider, encryptionKey: ctx.encryptionKey, now: at },
    { header: signatureOf(WEBHOOK_SECRET_OF_WORLD, rawBody, at.getTime()), rawBody, wallNow: at },
  );
  const outcomes: string[] = [];
  for (const { eventId } of events) outcomes.push((await applyEvent(ctx, { eventId })).outcome);
  return outcomes;
}
