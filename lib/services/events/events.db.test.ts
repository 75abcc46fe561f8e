import { createHmac } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appDatabase } from '@/db/app-database';
import { accounts } from '@/db/schema/accounts';
import { enrolments } from '@/db/schema/enrolments';
import { identities } from '@/db/schema/identities';
import { prospects } from '@/db/schema/prospects';
import { providerEvents } from '@/db/schema/provider-events';
import {
  createFollowingSender,
  createLookedUp,
  eventContext,
  type LookedUp,
  openThread,
  WEBHOOK_SECRET,
  webhookReader,
} from '@/db/testing/looked-up';
import type { Sender, SendWorld } from '@/db/testing/send-world';
import { openSendWorld, reserveAs, WEDNESDAY } from '@/db/testing/send-world';
import { stubSettings } from '@/db/testing/stub-settings';
import type { ProviderPort } from '@/lib/providers/port';
import { linkAccount } from '../accounts/link-account';
import { applyEvent } from './apply-event';
import { ingestEvent } from './ingest-event';

const KEY = Buffer.alloc(32, 7).toString('base64');
const AT = WEDNESDAY.toISOString();

let world: SendWorld;
let sender: Sender;
let providerAccountId: string;

beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  stubSettings(world.database.ownerUrl);
  sender = await createFollowingSender(world);
  const [account] = await world.owner.orm.select().from(accounts).where(eq(accounts.id, sender.accountId));
  providerAccountId = account?.providerAccountId ?? '';
});

afterAll(async () => {
  await appDatabase().end();
  vi.unstubAllEnvs();
  await world?.close();
});

const createPerson = () => createLookedUp(world, sender);

let counter = 0;
function envelope(type: string, payload: unknown, account = providerAccountId): string {
  counter += 1;
  return JSON.stringify({ id: `evt_${counter}`, created_at: AT, account_id: account, type, payload });
}

const relation = (person: LookedUp) =>
  envelope('relation.new', { user: { id: person.providerUserId, public_identifier: person.prospectId } });

function message(person: LookedUp, text: string, own = false): string {
  const id = `msg_${counter}`;
  const sender_id = own ? 'usr_ourselves' : person.providerUserId;
  return envelope('message.new', { id, chat_id: person.chatId, sender_id, is_sender: own, text, timestamp: AT });
}

const context = (change: Partial<ProviderPort> = {}) => eventContext(world, change);

function signed(rawBody: string, secret = WEBHOOK_SECRET, wallMs = Date.now()): string {
  const t = Math.floor(wallMs / 1_000);
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${rawBody}`).digest('hex')}`;
}

function ingest(rawBody: string, header: string | null = signed(rawBody)) {
  return ingestEvent(
    { provider: webhookReader, encryptionKey: KEY, now: WEDNESDAY },
    { header, rawBody, wallNow: new Date() },
  );
}

async function deliver(rawBody: string, ctx = context()): Promise<string> {
  const { events } = await ingest(rawBody);
  const [event] = events;
  return event === undefined ? 'nothing new' : (await applyEvent(ctx, { eventId: event.eventId })).outcome;
}

async function stateOf(person: LookedUp) {
  const [enrolment] = await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, person.id));
  const [prospect] = await world.owner.orm.select().from(prospects).where(eq(prospects.id, person.prospectId));
  return {
    state: enrolment?.state,
    active: enrolment?.active,
    replied: prospect?.repliedAt !== null,
    optedOut: prospect?.optedOutAt !== null,
  };
}

const reserve = (person: LookedUp) => reserveAs(world, { sender, enrolment: person, now: WEDNESDAY });
const stored = async () => (await world.owner.orm.select().from(providerEvents)).length;

describe('a webhook', () => {
  it('is refused and not stored when its signature is missing, another’s or older than five minutes', async () => {
    const body = relation(await createPerson());
    const before = await stored();
    for (const header of [
      null,
      't=1,v0=00',
      signed(body, 'another secret'),
      signed(body, WEBHOOK_SECRET, Date.now() - 301_000),
    ])
      expect((await ingest(body, header)).status).toBe('rejected');
    expect(await stored()).toBe(before);
  });

  it('is stored once however often and however many at a time it is delivered, and its text not in clear', async () => {
    const body = message(await createPerson(), 'A very private sentence');
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ingest(body)));
    expect(answers.flatMap((answer) => answer.events)).toHaveLength(1);
    expect(await stored()).toBe(before + 1);
    const rows = await world.owner.orm.select().from(providerEvents);
    expect(JSON.stringify(rows)).not.toContain('private sentence');
  });

  it('is applied once by workers that take it at the same time', async () => {
    const person = await createPerson();
    const { events } = await ingest(message(person, 'Sounds good, tell me more'));
    const eventId = events[0]?.eventId ?? '';
    await Promise.all(Array.from({ length: 4 }, () => applyEvent(context(), { eventId })));
    const audits = await world.owner.orm.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_entries where object_id = ${person.prospectId}`,
    );
    expect(audits[0]?.n).toBe(1);
  });
});

describe('a message from a person', () => {
  it('ends what is planned for them: no reservation is granted from then on', async () => {
    const person = await createPerson();
    expect(await deliver(message(person, 'Thanks, let us talk next week'))).toBe('replied');
    expect(await stateOf(person)).toEqual({ state: 'replied', active: false, replied: true, optedOut: false });
    expect((await reserve(person)).outcome).not.toBe('reserved');
  });

  it('that declines suppresses every handle of theirs for good', async () => {
    const person = await createPerson();
    expect(await deliver(message(person, 'No thanks, please stop'))).toBe('opted_out');
    expect(await stateOf(person)).toMatchObject({ active: false, optedOut: true });
    const handles = await world.owner.orm.select().from(identities).where(eq(identities.prospectId, person.prospectId));
    expect(handles.length).toBeGreaterThan(0);
    for (const handle of handles) expect(handle.suppressedAt).not.toBeNull();
  });

  it('is read from the provider when the webhook has its id alone, and one of our own is no reply', async () => {
    const person = await createPerson();
    await openThread(world, sender, person);
    const idsOnly = (id: string) => envelope('message.new', { chat_id: person.chatId, message_id: id });
    const listMessages =
      (own: boolean, id: string): ProviderPort['listMessages'] =>
      async () => ({
        ok: true,
        value: [{ chatId: person.chatId, messageId: id, own, text: 'Good morning', at: WEDNESDAY }],
        headers: {},
      });
    await deliver(idsOnly('msg_ours'), context({ listMessages: listMessages(true, 'msg_ours') }));
    expect(await stateOf(person)).toMatchObject({ state: 'stopped', replied: false });
    await deliver(idsOnly('msg_theirs'), context({ listMessages: listMessages(false, 'msg_theirs') }));
    expect(await stateOf(person)).toMatchObject({ active: false, replied: true });
  });

  it('whose text cannot be read stays in the inbox, is counted, and is applied when it can', async () => {
    const person = await createPerson();
    await openThread(world, sender, person);
    const { events } = await ingest(envelope('message.new', { chat_id: person.chatId, message_id: 'msg_late' }));
    const eventId = events[0]?.eventId ?? '';
    await expect(applyEvent(context(), { eventId })).rejects.toThrow();
    const [row] = await world.owner.orm.select().from(providerEvents).where(eq(providerEvents.id, eventId));
    expect(row).toMatchObject({ appliedAt: null, attempts: 1 });
    const value = [{ chatId: person.chatId, messageId: 'msg_late', own: false, text: 'Yes?', at: WEDNESDAY }];
    const answer = await applyEvent(context({ listMessages: async () => ({ ok: true, value, headers: {} }) }), {
      eventId,
    });
    expect(answer.outcome).toBe('replied');
  });
});

describe('events of a person', () => {
  it('end in the same state in any order and any number: replied, and nothing more is sent', async () => {
    const kinds = fc.constantFrom('relation', 'own', 'reply');
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 0, maxLength: 6 }), fc.nat(6), async (others, place) => {
        const person = await createPerson();
        const bodies = others.map((kind) =>
          kind === 'relation' ? relation(person) : message(person, 'Interesting, go on', kind === 'own'),
        );
        bodies.splice(Math.min(place, bodies.length), 0, message(person, 'Interesting, go on'));
        for (const body of [...bodies, ...bodies]) await deliver(body);
        expect(await stateOf(person)).toEqual({ state: 'replied', active: false, replied: true, optedOut: false });
        expect((await reserve(person)).outcome).not.toBe('reserved');
      }),
      { numRuns: 25 },
    );
  });
});

describe('the state of a connection link', () => {
  it('connects one account once; used again, unknown or made up it connects nothing', async () => {
    let state = '';
    const createLink: ProviderPort['createLink'] = async (input) => {
      state = input.state;
      return { ok: true, value: { url: 'http://127.0.0.1/page' }, headers: {} };
    };
    await linkAccount(context({ createLink }), {
      provider: 'linkedin',
      country: 'DE',
      ageDays: null,
      consentAt: AT,
      reconnect: null,
      appUrl: 'http://127.0.0.1:3000',
    });
    expect(await connect('prv_first', state)).toBe('connected');
    expect(await connect('prv_second', state)).toBe('link_not_open');
    expect(await connect('prv_third', 'made-up')).toBe('nothing new');
    const made = await world.owner.orm.select().from(accounts).where(eq(accounts.name, 'Lin Example'));
    expect(made.map((account) => account.providerAccountId)).toEqual(['prv_first']);
    expect(made[0]).toMatchObject({ state: 'running', timeZone: 'Europe/Berlin', ownerId: world.ownerId, rampWeek: 0 });
  });
});

async function connect(id: string, state: string): Promise<string> {
  const account = { id, provider: 'linkedin', name: 'Lin Example', status: 'running', country: 'DE' };
  const found = {
    status: 'running',
    detail: null,
    tier: 'premium',
    provider: 'linkedin',
    name: 'Lin Example',
    country: 'DE',
  };
  const getAccount = (async () => ({
    ok: true,
    value: { id, ...found },
    headers: {},
  })) as unknown as ProviderPort['getAccount'];
  const getOwnProfile = (async () => ({
    ok: false,
    reason: 'unreachable',
  })) as unknown as ProviderPort['getOwnProfile'];
  return deliver(envelope('account.add', { account, state }, id), context({ getAccount, getOwnProfile }));
}
