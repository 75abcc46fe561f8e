import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '@/db/client';
import type { IncidentPerson, IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { applyMessage } from '../events/apply-message';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  await world?.close();
});

const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite');

async function reply(sender: IncidentSender, person: IncidentPerson, at: Date): Promise<string> {
  const ctx = await world.at(at);
  const event = {
    kind: 'message_new' as const,
    eventId: `evt_${randomUUID()}`,
    providerAccountId: sender.providerAccountId,
    chatId: `cht_${person.prospectId}`,
    messageId: `msg_${person.prospectId}`,
    senderUserId: person.providerUserId,
    own: false,
    text: 'Thanks, let us talk next week',
    at,
  };
  return inWorkspace(world.app, world.workspaceId, (tx) =>
    applyMessage(tx, ctx, { accountId: sender.accountId, event }),
  );
}

test('#8 Cogtrix: a reply between planning and sending stops that person’s send, and the next one goes', async () => {
  const sender = await createIncidentSender(world, { people: 2 });
  const at = await nextSlotOf(world, sender);
  const [replied, other] = sender.people;
  if (replied === undefined || other === undefined) throw new Error('two people are needed');
  expect(await reply(sender, replied, new Date(at.getTime() - 60_000))).toBe('replied');
  await runDay(world, sender, at);
  expect((await invitesOf(sender)).map((line) => line.slug)).toEqual([other.slug]);
}, 60_000);
