import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseEvent, verifySignature } from './webhooks';

const SECRET = 'wes_secret';
const wallNow = new Date('2026-03-01T10:00:00.000Z');
const T = wallNow.getTime() / 1_000;
const rawBody = '{"id":"evt_1","text":"Grüße"}';
const v0 = (t: number | string, body = rawBody, secret = SECRET) =>
  createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
const verify = (header: string | null, body = rawBody) => verifySignature(SECRET, { header, rawBody: body, wallNow });

describe('the signature of a webhook', () => {
  it.each([
    ['now', `t=${T},v0=${v0(T)}`],
    ['300 s old', `t=${T - 300},v0=${v0(T - 300)}`],
    ['300 s ahead', `t=${T + 300},v0=${v0(T + 300)}`],
    ['spaces and a second signature', `t=${T}, v0=${v0(T, rawBody, 'old')}, v0=${v0(T)}`],
  ])('is good: %s', (_, header) => expect(verify(header)).toBe(true));

  it.each([
    ['301 s old', `t=${T - 301},v0=${v0(T - 301)}`],
    ['301 s ahead', `t=${T + 301},v0=${v0(T + 301)}`],
    ['another secret', `t=${T},v0=${v0(T, rawBody, 'other')}`],
    ['another time', `t=${T - 1},v0=${v0(T)}`],
    ['cut', `t=${T},v0=${v0(T).slice(0, 62)}`],
    ['longer', `t=${T},v0=${v0(T)}00`],
    ['no hex', `t=${T},v0=zz`],
    ['empty signature', `t=${T},v0=`],
    ['no signature', `t=${T}`],
    ['no time', `v0=${v0('')}`],
    ['a time that is none', `t=NaN,v0=${v0('NaN')}`],
    ['empty', ''],
    ['no header', null],
  ])('is bad: %s', (_, header) => expect(verify(header)).toBe(false));

  it('is bad for a body that differs in one byte', () => {
    expect(verify(`t=${T},v0=${v0(T)}`, `${rawBody} `)).toBe(false);
  });

  it('is bad for everything while no secret is set', () => {
    const header = `t=${T},v0=${v0(T, rawBody, '')}`;
    expect(verifySignature('', { header, rawBody, wallNow })).toBe(false);
  });
});

describe('an event', () => {
  const at = '2026-03-01T09:00:00.000Z';
  const event = (type: string, payload: unknown) =>
    parseEvent(
      JSON.stringify({ id: 'evt_1', created_at: at, account_id: 'acc_1', type, payload, application_id: 'x' }),
    );
  const base = { eventId: 'evt_1', providerAccountId: 'acc_1', at: new Date(at) };
  const account = { object: 'Account', id: 'acc_1', name: 'Ada', provider: 'linkedin', status: 'running' };
  const message = {
    id: 'm1',
    chat_id: 'c1',
    sender_id: 'u1',
    is_sender: false,
    text: 'hi',
    timestamp: '2026-03-01T08:59:00Z',
  };

  it.each([
    ['account.add', 'st', false],
    ['account.reconnect', null, true],
  ])('%s has the account and state', (type, state, reconnect) => {
    expect(event(type, { account, ...(state === null ? {} : { state }) })).toMatchObject({
      ...base,
      kind: 'account_connected',
      state,
      reconnect,
      account: { providerAccountId: 'acc_1', provider: 'linkedin', name: 'Ada', status: 'running' },
    });
  });

  it.each([
    ['account.status.running', {}, 'running', null],
    ['account.status.disconnected', { reason: 'provider' }, 'disconnected', 'provider'],
    ['account.status.errored', { product: 'classic' }, 'errored', 'classic'],
    ['account.status.partial', { product: 'classic' }, 'disconnected', 'partial classic'],
    ['account.status.degraded', {}, 'errored', 'degraded'],
    ['account.status.paused', {}, 'errored', 'paused'],
    ['account.locked', {}, 'restricted', 'locked'],
    ['account.remove', {}, 'disconnected', 'removed'],
  ])('%s %j is %s', (type, payload, status, detail) => {
    expect(event(type, payload)).toEqual({ ...base, kind: 'account_status', status, detail });
  });

  it('is dated by its own timestamp before the envelope', () => {
    const timestamp = '2026-03-01T08:00:00.000Z';
    expect(event('account.status.running', { timestamp })).toMatchObject({ at: new Date(timestamp) });
    expect(event('account.status.running', { timestamp: 1_772_352_000 })).toMatchObject({ at: new Date(timestamp) });
    expect(event('account.status.running', { timestamp: 1_772_352_000_000 })).toMatchObject({
      at: new Date(timestamp),
    });
  });

  it('relation.new has the member', () => {
    const user = { object: 'User', id: 'u1', public_identifier: 'bob' };
    const expected = { ...base, kind: 'relation_new', providerUserId: 'u1', slug: 'bob' };
    expect(event('relation.new', { id: 'r1', user })).toEqual(expected);
  });

  it('message.new is read in full and by ids only', () => {
    const full = {
      ...base,
      kind: 'message_new',
      chatId: 'c1',
      messageId: 'm1',
      senderUserId: 'u1',
      own: false,
      text: 'hi',
    };
    expect(event('message.new', message)).toEqual({ ...full, at: new Date(message.timestamp) });
    expect(event('message.new', { ...message, is_sender: true })).toMatchObject({ own: true });
    expect(event('message.new', { chat_id: 'c1', message_id: 'm1' })).toEqual({
      ...full,
      senderUserId: '',
      text: null,
    });
    expect(event('message.new', { ...message, is_sender: undefined })).toEqual({
      ...full,
      senderUserId: '',
      text: null,
    });
  });

  it.each([
    ['follower.new', {}],
    ['message.new', { ...message, is_event: true }],
    ['account.status.partial', { product: 'recruiter' }],
    ['account.add', { account: { ...account, provider: 'telegram' } }],
  ])('%s %j is ignored', (type, payload) => {
    expect(event(type, payload)).toEqual({ ...base, kind: 'ignored', type });
  });

  it.each([
    ['no JSON', '{'],
    ['no id', JSON.stringify({ created_at: at, account_id: 'a', type: 'follower.new' })],
    ['no account', JSON.stringify({ id: 'e', created_at: at, type: 'follower.new' })],
    ['no time', JSON.stringify({ id: 'e', created_at: 'soon', account_id: 'a', type: 'follower.new' })],
    ['a list', '[]'],
  ])('is malformed: %s', (_, raw) => expect(parseEvent(raw)).toBeNull());

  it.each([
    ['relation.new', {}],
    ['message.new', { chat_id: 'c1' }],
    ['account.add', {}],
    ['account.status.running', { timestamp: 'soon' }],
  ])('%s %j is malformed', (type, payload) => expect(event(type, payload)).toBeNull());
});
