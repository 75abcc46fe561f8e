import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePeople } from './people';
import { KEY, startTestSimulator, type TestSimulator } from './testing';

const START = '2026-01-05T09:00:00.000Z';
const ACCOUNT = 'acc_one';
let sim: TestSimulator;

beforeEach(async () => {
  sim = await startTestSimulator();
  await sim.setClock(START);
  await sim.call('POST', '/_sim/config', { restrictAfter: 1000, apiLimitPerMinute: 10_000 });
  await sim.call('POST', '/_sim/accounts', { id: ACCOUNT, name: 'Ana Test', tier: 'premium', acceptance: 1 });
});
afterEach(() => sim.stop());

async function lookUp(slug: string): Promise<string> {
  const profile = await sim.call('GET', `/v2/${ACCOUNT}/users/${slug}`);
  expect(profile.status).toBe(200);
  return String(profile.body.id);
}

async function invite(userId: string, message?: string) {
  return sim.call('POST', `/v2/${ACCOUNT}/users/me/relation-requests`, { user_id: userId, message });
}

/** The nth made-up person this account can invite. */
function slugAt(degree: number, nth = 0): string {
  const person = samplePeople().filter((one) => one.degree === degree)[nth];
  if (person === undefined) throw new Error('no such sample person');
  return person.slug;
}

describe('who may call', () => {
  it('refuses every route without the key, control included', async () => {
    for (const path of ['/v2/accounts/', `/v2/${ACCOUNT}/users/me`, '/_sim/ledger', '/_sim/status', '/nowhere']) {
      const answer = await sim.call('GET', path, undefined, { 'x-api-key': 'wrong' });
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ object: 'Error', type: 'api/missing_authorization', status: 401 });
      expect(answer.body.req_id).toEqual(expect.any(String));
    }
  });

  it('refuses a Host that is not loopback and a body that is not JSON', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${sim.base()}/v2/accounts/`, { headers: { host: 'evil.example', 'x-api-key': KEY } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
    const form = await sim.call('POST', '/_sim/faults', { route: '*', kind: '500' }, { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
  });

  it('answers 400 to an account id of another form and 404 to one it does not have', async () => {
    expect((await sim.call('GET', '/v2/nobody/users/me')).status).toBe(400);
    expect((await sim.call('GET', '/v2/acc_nobody/users/me')).status).toBe(404);
  });
});

describe('an invitation', () => {
  it('is in the ledger and the sent list, and its acceptance comes as a signed webhook at its own app time', async () => {
    const userId = await lookUp(slugAt(2));
    const sent = await invite(userId, 'Hello');
    expect(sent).toMatchObject({ status: 201, body: { object: 'RelationRequest', type: 'sent' } });
    const ledger = await sim.call('GET', '/_sim/ledger?since=0');
    expect(ledger.body.items).toMatchObject([
      { seq: 1, action: 'lookup', personId: userId, outcome: 'accepted' },
      { seq: 2, action: 'invite', personId: userId, note: true, outcome: 'accepted', resultId: sent.body.id },
    ]);
    const pending = await sim.call('GET', `/v2/${ACCOUNT}/users/me/relation-requests?type=sent&offset=0`);
    expect(pending.body).toMatchObject({ total_count: 1, data: [{ id: sent.body.id, user: { id: userId } }] });

    await sim.setClock('2026-03-05T09:00:00.000Z');
    const event = await sim.event('relation.new');
    expect(event.validSignature).toBe(true);
    expect(event.envelope).toMatchObject({ account_id: ACCOUNT, payload: { user: { id: userId } } });
    expect(event.envelope.created_at > START && event.envelope.created_at < '2026-02-20').toBe(true);
    const after = await sim.call('GET', `/v2/${ACCOUNT}/users/${userId}`, undefined, { 'cache-control': 'no-cache' });
    expect(after.body.specifics).toMatchObject({ network_distance: 'FIRST_DEGREE' });
  });

  it('is refused without a reason when pending, connected or out of network, and each is a violation', async () => {
    const pending = await lookUp(slugAt(2));
    await invite(pending);
    for (const userId of [pending, await lookUp(slugAt(1)), await lookUp(slugAt(4))]) {
      expect(await invite(userId)).toMatchObject({ status: 422, body: { type: 'provider/unprocessable_entity' } });
    }
    const violations = await sim.call('GET', '/_sim/violations');
    expect(violations.body.byKind).toEqual({ duplicate_invite: 1, already_connected: 1, out_of_network: 1 });
    await sim.call('POST', '/_sim/config', { refusalType: 'provider/conflict' });
    expect((await invite(pending)).status).toBe(409);
  });

  it('is locked for 21 days after a withdrawal', async () => {
    const userId = await lookUp(slugAt(2));
    const sent = await invite(userId);
    const cancelled = await sim.call('POST', `/v2/${ACCOUNT}/users/me/relation-requests/${sent.body.id}/cancel`);
    expect(cancelled.body).toEqual({ object: 'RelationRequestCanceled' });
    await sim.setClock('2026-01-26T08:00:00.000Z');
    expect((await invite(userId)).status).toBe(422);
    await sim.setClock('2026-01-26T10:00:00.000Z');
    expect((await invite(userId)).status).toBe(201);
    expect(sim.received.filter((one) => one.envelope.type === 'relation.new')).toEqual([]);
  });

  it('meets a wall between the hard cap of 100 a day and 1.3 times it, and so does a look-up', async () => {
    const ids: string[] = [];
    for (let day = 5; day <= 6; day += 1) {
      await sim.setClock(`2026-01-0${day}T${day + 7}:00:00.000Z`);
      for (let nth = 0; nth < 90; nth += 1) ids.push(await lookUp(`person-${day}x-${nth}`));
    }
    await sim.setClock('2026-01-12T12:00:00.000Z');
    let invited = 0;
    for (const userId of ids) if ((await invite(userId)).status === 201) invited += 1;
    expect(invited).toBeGreaterThanOrEqual(100);
    expect(invited).toBeLessThanOrEqual(130);
    const statuses: number[] = [];
    for (let nth = 0; nth < 132; nth += 1) {
      statuses.push((await sim.call('GET', `/v2/${ACCOUNT}/users/other-${nth}x`)).status);
    }
    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(100);
    const violations = await sim.call('GET', '/_sim/violations');
    expect(violations.body.byKind).toHaveProperty(['limit:invite.day']);
    expect(violations.body.byKind).toHaveProperty(['over_hard_cap:invite.day']);
    // Some 500 calls, each on disk before its answer.
  }, 30_000);

  it('goes by this account’s own id of the person, not by a slug or another account’s id', async () => {
    const userId = await lookUp(slugAt(2));
    await sim.call('POST', '/_sim/accounts', { id: 'acc_two', name: 'Ben Test', tier: 'premium' });
    const other = await sim.call('POST', '/v2/acc_two/users/me/relation-requests', { user_id: userId });
    expect(other.status).toBe(422);
    expect((await invite(slugAt(2))).status).toBe(422);
  });

  it('takes 200 characters of note on a free account and 300 on a paid one', async () => {
    expect(await invite(await lookUp(slugAt(2)), 'x'.repeat(301))).toMatchObject({
      status: 400,
      body: { type: 'provider/invalid_parameters' },
    });
    expect((await invite(await lookUp(slugAt(2)), 'x'.repeat(300))).status).toBe(201);
    await sim.call('POST', '/_sim/accounts', { id: 'acc_free', name: 'Cy Test', tier: 'free' });
    const profile = await sim.call('GET', `/v2/acc_free/users/${slugAt(2)}`);
    const noted = { user_id: profile.body.id, message: 'x'.repeat(201) };
    expect((await sim.call('POST', '/v2/acc_free/users/me/relation-requests', noted)).status).toBe(400);
  });
});

describe('reads', () => {
  it('pages invitations by offset and refuses a cursor there', async () => {
    const path = `/v2/${ACCOUNT}/users/me/relation-requests?type=received`;
    const first = await sim.call('GET', `${path}&offset=0&limit=3`);
    const second = await sim.call('GET', `${path}&offset=3&limit=3`);
    expect(first.body.data).toHaveLength(3);
    expect(second.body.data).toHaveLength(1);
    expect((await sim.call('GET', `${path}&offset=6&limit=3`)).body.data).toEqual([]);
    expect((await sim.call('GET', `${path}&cursor=abc`)).status).toBe(400);
    expect((await sim.call('GET', `/v2/${ACCOUNT}/users/me/relation-requests`)).status).toBe(400);
  });

  it('pages relations by cursor, each once, to the end', async () => {
    const seen: string[] = [];
    let next = '?limit=100';
    for (let round = 0; round < 10 && next !== ''; round += 1) {
      const page = await sim.call('GET', `/v2/${ACCOUNT}/users/me/relations${next}`);
      const data = Array.isArray(page.body.data) ? page.body.data : [];
      for (const relation of data) seen.push(relation.user.public_identifier);
      next = typeof page.body.next_cursor === 'string' ? `?cursor=${page.body.next_cursor}` : '';
    }
    expect(next).toBe('');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(242);
    expect((await sim.call('GET', `/v2/${ACCOUNT}/users/me/relations?offset=5`)).status).toBe(400);
  });

  it('caches for an hour of app time unless told not to, and only uncached look-ups are in the ledger', async () => {
    const path = `/v2/${ACCOUNT}/users/${slugAt(2)}`;
    expect((await sim.call('GET', path)).headers.get('x-cache')).toBe('MISS');
    expect((await sim.call('GET', path)).headers.get('x-cache')).toBe('HIT');
    const uncached = await sim.call('GET', path, undefined, { 'cache-control': 'no-cache' });
    expect(uncached.headers.get('x-cache')).toBe('MISS');
    expect(uncached.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
    await sim.setClock('2026-01-05T10:30:00.000Z');
    expect((await sim.call('GET', path)).headers.get('x-cache')).toBe('MISS');
    expect((await sim.call('GET', '/_sim/ledger')).body.lastSeq).toBe(3);
  });

  it('knows nobody under missing-…', async () => {
    expect((await sim.call('GET', `/v2/${ACCOUNT}/users/missing-person`)).status).toBe(404);
  });
});

describe('messages', () => {
  it('reach connections alone, and a forced reply comes back as a webhook', async () => {
    const connected = await lookUp(slugAt(1));
    const stranger = await lookUp(slugAt(2));
    const refused = await sim.call('POST', `/v2/${ACCOUNT}/chats/send`, { text: 'Hi', users_ids: [stranger] });
    expect(refused.status).toBe(422);
    const sent = await sim.call('POST', `/v2/${ACCOUNT}/chats/send`, { text: 'Hi', users_ids: [connected] });
    expect(sent.body).toMatchObject({ object: 'ChatStarted', chat_id: expect.any(String) });
    await sim.call('POST', '/_sim/replies', { accountId: ACCOUNT, personSlug: slugAt(1), text: 'Yes', inSeconds: 60 });
    await sim.setClock('2026-01-05T09:02:00.000Z');
    const list = await sim.call('GET', `/v2/${ACCOUNT}/chats/${sent.body.chat_id}/messages`);
    expect(list.body.data).toMatchObject([
      { text: 'Yes', is_sender: false, sender_id: connected },
      { text: 'Hi', is_sender: true },
    ]);
    await sim.event('message.new');
  });

  it('as InMail cost a credit for a closed profile and none for an open one, and end with the credits', async () => {
    const closed = samplePeople().filter((one) => one.degree === 2 && !one.openProfile);
    const open = samplePeople().filter((one) => one.degree === 2 && one.openProfile);
    let spent = 0;
    for (const person of [...open.slice(0, 1), ...closed.slice(0, 8)]) {
      const specifics = { linkedin: { classic: { inmail: true } } };
      const body = { text: 'Hello', users_ids: await lookUp(person.slug), specifics };
      const sent = await sim.call('POST', `/v2/${ACCOUNT}/chats/send`, body);
      if (sent.status === 201 && !person.openProfile) spent += 1;
      if (person.openProfile) expect(sent.status).toBe(201);
    }
    expect(spent).toBe(5);
    const credits = await sim.call('GET', `/v2/${ACCOUNT}/linkedin/inmail-credits`);
    expect(credits.body).toEqual({ object: 'InmailCredits', credits: { classic: 0 } });
  });
});
