import type { ProviderPort } from '../../lib/providers/port';
import { createUnipileProvider } from '../../lib/providers/unipile/provider';
import type { ServiceContext } from '../../lib/services/context';
import { resolutions } from '../schema/resolutions';
import { steps } from '../schema/steps';
import { threads } from '../schema/threads';
import type { Sender, SendWorld } from './send-world';
import { addPeople, createSender, WEDNESDAY } from './send-world';
import { testContext } from './service-context';

export const WEBHOOK_SECRET = 'webhook-secret-of-the-test';
/** Reads webhooks as the real one does; nothing answers where it would call. */
export const webhookReader = createUnipileProvider({
  baseUrl: 'http://127.0.0.1:9',
  apiKey: 'key',
  webhookSecret: WEBHOOK_SECRET,
});

/** A sender whose campaign goes on after the invite: wait for the acceptance, then write. */
export async function createFollowingSender(world: SendWorld): Promise<Sender & { waitStepId: string }> {
  const sender = await createSender(world, { now: WEDNESDAY, people: 0 });
  const step = {
    workspaceId: world.workspaceId,
    campaignId: sender.campaignId,
    parentId: null,
    branch: 'main' as const,
  };
  const waitStepId = `${sender.stepId}w`;
  await world.owner.orm.insert(steps).values([
    { ...step, id: waitStepId, position: 1, kind: 'wait_accepted', timeoutDays: 14 },
    { ...step, id: `${sender.stepId}m`, position: 2, kind: 'message', text: 'Hi {{first_name|there}}' },
  ]);
  return { ...sender, waitStepId };
}

export interface LookedUp {
  /** Of the enrolment. */
  id: string;
  prospectId: string;
  providerUserId: string;
  chatId: string;
}

/** A person with a due invite whom the account has looked up, so that events and lists can name them. */
export async function createLookedUp(world: SendWorld, sender: Sender): Promise<LookedUp> {
  const [enrolment] = await addPeople(world, { ...sender, people: 1, now: WEDNESDAY });
  if (enrolment === undefined) throw new Error('no enrolment');
  const providerUserId = `usr_${enrolment.prospectId}`;
  await world.owner.orm.insert(resolutions).values({
    workspaceId: world.workspaceId,
    accountId: sender.accountId,
    prospectId: enrolment.prospectId,
    providerUserId,
    degree: 2,
    resolvedAt: WEDNESDAY,
  });
  return { ...enrolment, providerUserId, chatId: `cht_${enrolment.prospectId}` };
}

/** The chat that a message of ours has begun. */
export async function openThread(world: SendWorld, sender: Sender, person: LookedUp): Promise<void> {
  await world.owner.orm.insert(threads).values({
    workspaceId: world.workspaceId,
    id: `thr_${person.prospectId}`,
    accountId: sender.accountId,
    prospectId: person.prospectId,
    providerChatId: person.chatId,
    createdAt: WEDNESDAY,
  });
}

/** A context whose provider reads webhooks and answers only what `change` answers. */
export function eventContext(world: SendWorld, change: Partial<ProviderPort> = {}, now = WEDNESDAY): ServiceContext {
  const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
  return { ...base, provider: { ...base.provider, parseWebhook: webhookReader.parseWebhook, ...change } };
}
