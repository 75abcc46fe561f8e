import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptanceDelayMs } from './delays';
import { samplePeople } from './people';
import { openStore } from './store';
import { startTestSimulator, type TestSimulator } from './testing';
import { signatureOf } from './webhooks';

const ACCOUNT = 'acc_one';
let sim: TestSimulator;

beforeEach(async () => {
  sim = await startTestSimulator();
  await sim.setClock('2026-01-05T09:00:00.000Z');
  await sim.call('POST', '/_sim/accounts', { id: ACCOUNT, name: 'Ana Test', tier: 'premium', acceptance: 1 });
});
afterEach(() => sim.stop());

async function inviteFirst() {
  const slug = samplePeople()[0]?.slug ?? '';
  const profile = await sim.call('GET', `/v2/${ACCOUNT}/users/${slug}`);
  return sim.call('POST', `/v2/${ACCOUNT}/users/me/relation-requests`, { user_id: profile.body.id });
}

describe('a restart', () => {
  it('goes on with accounts, invitations, clock and what is still to happen', async () => {
    const sent = await inviteFirst();
    await sim.restart();
    const status = await sim.call('GET', '/_sim/status');
    expect(String(status.body.now)).toMatch(/^2026-01-05T09:00/);
    expect(status.body).toMatchObject({ accounts: 1, ledgerSeq: 2, nextDueAt: expect.any(String) });
    const list = await sim.call('GET', `/v2/${ACCOUNT}/users/me/relation-requests?type=sent`);
    expect(list.body.data).toMatchObject([{ id: sent.body.id }]);
    await sim.setClock('2026-03-05T09:00:00.000Z');
    expect((await sim.event('relation.new')).validSignature).toBe(true);
  });

  it('survives lines that a killed process left torn, and writes a ledger line it had only journalled', async () => {
    await inviteFirst();
    const line = (await sim.call('GET', '/_sim/ledger?since=1')).body.items;
    const journalled = Array.isArray(line) ? { ...line[0], seq: 3 } : null;
    const journal = join(sim.dataDir, 'simulator-journal.jsonl');
    appendFileSync(journal, `${JSON.stringify({ ops: [], ledger: journalled })}\n{"ops":[{"ki`);
    appendFileSync(join(sim.dataDir, 'provider-ledger.jsonl'), '{"seq":3,"at"');
    const reopened = openStore(sim.dataDir);
    expect(reopened.ledger.since(2)).toEqual([journalled]);
    reopened.close();
    const lines = readFileSync(join(sim.dataDir, 'provider-ledger.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((text) => JSON.parse(text).seq)).toEqual([1, 2, 3]);
  });
});

describe('faults', () => {
  const route = 'POST /v2/*/users/me/relation-requests';

  it('504 after the write: the ledger has the line and the person is invited', async () => {
    await sim.call('POST', '/_sim/faults', { route, kind: '504_after_write', count: 1 });
    expect(await inviteFirst()).toMatchObject({ status: 504, body: { type: 'provider/timeout' } });
    const text = readFileSync(join(sim.dataDir, 'provider-ledger.jsonl'), 'utf8');
    expect(text).toContain('"action":"invite"');
    expect((await inviteFirst()).status).toBe(422);
  });

  it('504 before the write: nothing happened', async () => {
    await sim.call('POST', '/_sim/faults', { route, kind: '504_before_write', count: 1 });
    expect((await inviteFirst()).status).toBe(504);
    expect((await inviteFirst()).status).toBe(201);
  });

  it('reset after the write: no answer, but a ledger line; and only for the count asked', async () => {
    await sim.call('POST', '/_sim/faults', { route, kind: 'reset_after_write', count: 1 });
    await expect(inviteFirst()).rejects.toThrow('fetch failed');
    expect((await sim.call('GET', '/_sim/ledger')).body.lastSeq).toBe(2);
    expect((await sim.call('GET', '/_sim/faults')).body.items).toEqual([]);
  });

  it('malformed: a body that is no JSON under a status of success', async () => {
    await sim.call('POST', '/_sim/faults', { route, kind: 'malformed', count: 1 });
    const answer = await inviteFirst();
    expect(answer.status).toBe(201);
    expect(() => JSON.parse(answer.text)).toThrow('JSON');
  });
});

describe('an account that is not running', () => {
  it('answers 401 when disconnected and 403 when restricted, tells the endpoints and counts writes to it', async () => {
    await sim.call('POST', `/_sim/accounts/${ACCOUNT}/status`, { status: 'disconnected' });
    expect((await sim.event('account.status.disconnected')).envelope.account_id).toBe(ACCOUNT);
    const visit = await sim.call('POST', `/v2/${ACCOUNT}/users/me/relation-requests`, { user_id: 'ACoAAx' });
    expect(visit).toMatchObject({ status: 401, body: { type: 'provider/invalid_authorization' } });
    expect((await sim.call('GET', '/_sim/violations')).body.byKind).toEqual({ account_disconnected: 1 });
    await sim.call('POST', `/_sim/accounts/${ACCOUNT}/status`, { status: 'restricted' });
    expect((await sim.call('GET', `/v2/${ACCOUNT}/users/me`)).status).toBe(403);
    expect((await sim.call('GET', `/v2/accounts/${ACCOUNT}`)).body).toMatchObject({
      status: 'errored',
      is_locked: true,
    });
  });
});

describe('the hosted sign-in page', () => {
  const link = (body: Record<string, unknown>) =>
    sim.call('POST', '/v2/auth/link', {
      expires_on: '2026-01-05T10:00:00.000Z',
      redirect_uri: 'http://127.0.0.1:9/back?x=1',
      state: 's-1',
      ...body,
    });
  const submit = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const fields = {
    provider: 'linkedin',
    name: 'Dana <b>',
    tier: 'recruiter',
    country: 'PL',
    connections: '90',
    ageDays: '40',
  };

  it('opens without a key, makes the account once and tells of it with the state', async () => {
    const url = String((await link({ providers: ['linkedin'] })).body.link);
    const page = await fetch(url);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const name of ['name', 'provider', 'tier', 'country', 'connections', 'ageDays']) {
      expect(html).toContain(`<label for="${name}">`);
    }
    const done = await submit(url, { ...fields, action: 'sign_in' });
    expect(done.status).toBe(302);
    const back = new URL(done.headers.get('location') ?? '');
    const id = back.searchParams.get('account_id') ?? '';
    expect(back.search).toBe(`?x=1&account_id=${id}&provider=linkedin&state=s-1`);
    const added = await sim.event('account.add');
    expect(added.envelope.payload).toMatchObject({ state: 's-1', account: { id, status: 'running' } });
    await sim.event('account.status.running');
    expect((await submit(url, { ...fields, action: 'sign_in' })).status).toBe(410);
  });

  it('reconnects a disconnected account, and sends a failure back as one', async () => {
    await sim.call('POST', `/_sim/accounts/${ACCOUNT}/status`, { status: 'disconnected' });
    const failing = String((await link({ account_id: ACCOUNT })).body.link);
    const failed = await submit(failing, { action: 'fail' });
    expect(failed.headers.get('location')).toContain('error_title=Invalid+credentials');
    const url = String((await link({ account_id: ACCOUNT })).body.link);
    expect((await submit(url, { ...fields, action: 'sign_in' })).status).toBe(302);
    expect((await sim.event('account.reconnect')).envelope.account_id).toBe(ACCOUNT);
    expect((await sim.call('GET', `/v2/accounts/${ACCOUNT}`)).body).toMatchObject({
      status: 'running',
      name: 'Dana <b>',
    });
  });

  it('does not open after its time', async () => {
    const url = String((await link({ providers: '*' })).body.link);
    await sim.setClock('2026-01-05T10:00:01.000Z');
    expect((await fetch(url)).status).toBe(410);
  });
});

describe('webhook endpoints', () => {
  it('refuse one wrong event name as a whole and can be made, changed and removed', async () => {
    const url = 'http://127.0.0.1:9/hook';
    const wrong = await sim.call('POST', '/v2/webhooks/endpoints/', { url, trigger_events: ['relation.new', 'nope'] });
    expect(wrong.status).toBe(400);
    const made = await sim.call('POST', '/v2/webhooks/endpoints/', { url, trigger_events: ['relation.new'] });
    expect(made.body).toMatchObject({ object: 'WebhookEndpoint', enabled: true, secret: expect.any(String) });
    const path = `/v2/webhooks/endpoints/${made.body.id}`;
    expect((await sim.call('PATCH', path, { enabled: false })).body.enabled).toBe(false);
    expect((await sim.call('DELETE', path)).body).toEqual({ success: true });
    expect((await sim.call('GET', path)).status).toBe(404);
  });

  it('get an event again, under the same id, until they take it', async () => {
    sim.failNext();
    await sim.call('POST', `/_sim/accounts/${ACCOUNT}/status`, { status: 'disconnected' });
    for (let round = 0; round < 150 && sim.received.length < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(sim.received.map((one) => one.envelope.id)).toEqual(Array(2).fill(sim.received[0]?.envelope.id));
    const log = (await sim.call('GET', '/v2/webhooks/conversations/')).body.data;
    expect(log).toMatchObject([
      { attempt: 1, httpStatus: 500 },
      { attempt: 2, httpStatus: 200 },
    ]);
  });

  it('sign the time and the body', () => {
    const hex = createHmac('sha256', 's').update('1767603600.{}').digest('hex');
    expect(signatureOf('s', '{}', 1767603600999)).toBe(`t=1767603600,v0=${hex}`);
  });
});

describe('the limiter of the API in front', () => {
  it('answers 429 with a pause before anything is asked of the provider', async () => {
    await sim.call('POST', '/_sim/config', { apiLimitPerMinute: 1 });
    await sim.call('GET', `/v2/${ACCOUNT}/users/me`);
    const answer = await sim.call('GET', `/v2/${ACCOUNT}/users/${samplePeople()[0]?.slug}`);
    expect(answer).toMatchObject({ status: 429, body: { type: 'api/too_many_requests' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await sim.call('GET', '/_sim/ledger')).body.lastSeq).toBe(0);
  });
});

describe('acceptance delays', () => {
  it('follow the curve: 21 % in an hour, 63 % in a day, 88 % in a week, 99 % in a month', () => {
    const hourMs = 3_600_000;
    expect(acceptanceDelayMs(0.2099)).toBeLessThan(hourMs);
    expect(acceptanceDelayMs(0.2101)).toBeGreaterThan(hourMs);
    expect(acceptanceDelayMs(0.6299)).toBeLessThan(24 * hourMs);
    expect(acceptanceDelayMs(0.6301)).toBeGreaterThan(24 * hourMs);
    expect(acceptanceDelayMs(0.8801)).toBeGreaterThan(7 * 24 * hourMs);
    expect(acceptanceDelayMs(0.9901)).toBeGreaterThan(30 * 24 * hourMs);
    expect(acceptanceDelayMs(0.9999)).toBeLessThan(45 * 24 * hourMs);
  });
});
