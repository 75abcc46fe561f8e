import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitFor } from '@/lib/domain/limits/catalogue';
import { DEFAULT_CONFIG } from './config';
import { acceptanceDelayMs, drawnAcceptance } from './delays';
import { hiddenLimit } from './hidden-limits';
import type { Account } from './records';
import { startTestSimulator, type TestSimulator } from './testing';

const START = '2026-01-05T09:00:00.000Z';
const WHO = { provider: 'linkedin', name: 'Ana Test', tier: 'premium' };
const SIGN_IN = { ...WHO, country: 'PL', connections: '90', ageDays: '40' };
let sim: TestSimulator;

beforeEach(async () => {
  sim = await startTestSimulator();
  await sim.call('POST', '/_sim/clock', { now: START, speed: 0, pin: true });
});
afterEach(() => sim.stop());

const account = (id: string) => ({ id, tier: 'premium' }) as Account;
const sharesOf = (config: object) =>
  Array.from({ length: 300 }, (_, n) => {
    const store = { get: () => ({ ...DEFAULT_CONFIG, ...config }) };
    const limit = hiddenLimit({ seed: '1', store: store as never }, account(`acc_${n}`), 'invite.week');
    return limit / limitFor('invite.week', 'premium').hard;
  });

it('hidden limits lie at 100 to 130 % of the catalogue, and from 60 % in a harsh world', () => {
  const standard = sharesOf({});
  expect(Math.min(...standard)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...standard)).toBeLessThanOrEqual(1.3);
  const harsh = sharesOf({ limitShareMin: 0.6 });
  expect(Math.min(...harsh)).toBeLessThan(0.65);
  expect(Math.max(...harsh)).toBeGreaterThan(1.2);
});

it('an act past a hidden limit is told so, or fails with 500 where the world has it so, and is a limit answer in the ledger', async () => {
  await sim.call('POST', '/_sim/accounts', { id: 'acc_one', name: 'Ana Test' });
  const shares = { limitShareMin: 0.001, limitShareMax: 0.001 };
  for (const [limitErrorShare, status] of [
    [0, 429],
    [1, 500],
  ] as const) {
    await sim.call('POST', '/_sim/config', { ...shares, limitErrorShare });
    const answer = await sim.call('GET', '/v2/acc_one/users/somebody-new');
    expect(answer.status).toBe(status);
  }
  const { body } = await sim.call('GET', '/_sim/violations');
  expect(body.byKind).toEqual({ 'limit:profile_view.day': 2 });
});

it('people accept as in real outreach: 37 % of them, 21 % of those in an hour, 63 % in a day, 88 % in a week, 99 % in a month', () => {
  const sentAt = new Date(START);
  const delays = Array.from({ length: 20_000 }, (_, n) => drawnAcceptance(`k${n}`, sentAt, 0.37))
    .filter((at) => at !== null)
    .map((at) => (at.getTime() - sentAt.getTime()) / 3_600_000);
  expect(delays.length / 20_000).toBeCloseTo(0.37, 1);
  const within = (hours: number) => delays.filter((delay) => delay <= hours).length / delays.length;
  expect(within(1)).toBeCloseTo(0.21, 1);
  expect(within(24)).toBeCloseTo(0.63, 1);
  expect(within(7 * 24)).toBeCloseTo(0.88, 1);
  expect(within(30 * 24)).toBeCloseTo(0.99, 1);
  expect(acceptanceDelayMs(0.9999)).toBeLessThanOrEqual(45 * 24 * 3_600_000);
});

it('an account that loses its connection is told of and comes back within hours, at the same moments for the same seed', async () => {
  await sim.call('POST', '/_sim/config', { dropsPerMonth: 30 });
  await sim.call('POST', '/_sim/accounts', { id: 'acc_one', name: 'Ana Test' });
  const lostAt = (await sim.call('GET', '/_sim/status')).body.nextDueAt;
  await sim.call('POST', '/_sim/clock', { now: lostAt, speed: 0, pin: true });
  expect((await sim.event('account.status.disconnected')).envelope).toMatchObject({ created_at: lostAt });
  const back = (await sim.call('GET', '/_sim/status')).body.nextDueAt;
  const hours = (Date.parse(String(back)) - Date.parse(String(lostAt))) / 3_600_000;
  expect(hours).toBeGreaterThanOrEqual(1);
  expect(hours).toBeLessThanOrEqual(6);
  await sim.call('POST', '/_sim/clock', { now: back, speed: 0, pin: true });
  await sim.event('account.status.running');
});

it('a loss that is a security check lasts six hours to two days, and a sign-in before then needs the code', async () => {
  await sim.call('POST', '/_sim/config', { dropsPerMonth: 30, checkpointShare: 1 });
  await sim.call('POST', '/_sim/accounts', { id: 'acc_one', name: 'Ana Test' });
  const lostAt = (await sim.call('GET', '/_sim/status')).body.nextDueAt;
  await sim.call('POST', '/_sim/clock', { now: lostAt, speed: 0, pin: true });
  await sim.event('account.status.disconnected');
  expect((await sim.call('GET', '/v2/acc_one/users/me')).status).toBe(401);
  const back = (await sim.call('GET', '/_sim/status')).body.nextDueAt;
  const hours = (Date.parse(String(back)) - Date.parse(String(lostAt))) / 3_600_000;
  expect(hours).toBeGreaterThanOrEqual(6);
  expect(hours).toBeLessThanOrEqual(48);
  const expiresOn = new Date(Date.parse(String(lostAt)) + 3_600_000).toISOString();
  const link = { account_id: 'acc_one', expires_on: expiresOn, redirect_uri: 'http://127.0.0.1:9/back' };
  const url = String((await sim.call('POST', '/v2/auth/link', link)).body.link);
  const submit = (fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const asked = await (await submit({ ...SIGN_IN, action: 'sign_in' })).text();
  const code = /<strong>(\d{6})<\/strong>/.exec(asked)?.[1] ?? '';
  expect((await submit({ action: 'sign_in', code: '000000' })).status).toBe(400);
  expect((await sim.call('GET', '/v2/acc_one/users/me')).status).toBe(401);
  const done = await submit({ action: 'sign_in', code });
  expect(done.headers.get('location')).toContain('account_id=acc_one');
  expect((await sim.call('GET', '/v2/acc_one/users/me')).status).toBe(200);
  await sim.event('account.reconnect');
  await sim.call('POST', '/_sim/clock', { now: back, speed: 0, pin: true });
  expect((await sim.call('GET', '/v2/acc_one/users/me')).status).toBe(200);
});

it('a code that is wrong three times ends the sign-in as a failure', async () => {
  const expiresOn = new Date(Date.parse(START) + 3_600_000).toISOString();
  const link = { providers: ['linkedin'], expires_on: expiresOn, redirect_uri: 'http://127.0.0.1:9/back' };
  const url = String((await sim.call('POST', '/v2/auth/link', link)).body.link);
  const submit = (fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  expect((await submit({ ...SIGN_IN, action: 'checkpoint' })).status).toBe(200);
  for (const status of [400, 400, 302]) expect((await submit({ action: 'sign_in', code: 'x' })).status).toBe(status);
  expect((await fetch(url)).status).toBe(410);
  expect((await sim.call('GET', '/_sim/status')).body.accounts).toBe(0);
});

it('a webhook that is late comes at its own app time, and one that comes twice has the same id', async () => {
  await sim.call('POST', '/_sim/config', { lateWebhooks: 1, doubleWebhooks: 1 });
  await sim.call('POST', '/_sim/accounts', { id: 'acc_one', name: 'Ana Test' });
  await sim.call('POST', '/_sim/accounts/acc_one/status', { status: 'disconnected' });
  expect((await sim.call('GET', '/_sim/status')).body.pendingWebhooks).toBe(0);
  expect(sim.received).toEqual([]);
  for (let rounds = 0; rounds < 2; rounds += 1) {
    const { nextDueAt } = (await sim.call('GET', '/_sim/status')).body;
    expect(Date.parse(String(nextDueAt)) - Date.parse(START)).toBeLessThanOrEqual(16 * 3_600_000);
    await sim.call('POST', '/_sim/clock', { now: nextDueAt, speed: 0, pin: true });
    await expect.poll(() => sim.received.length, { timeout: 5_000 }).toBe(rounds + 1);
  }
  const [first, second] = sim.received.map((one) => one.envelope.id);
  expect(second).toBe(first);
});
