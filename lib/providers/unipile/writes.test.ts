import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderPort, WriteResult } from '../port';
import { createUnipileProvider } from './provider';
import { type ScriptedApi, startScriptedApi } from './testing/scripted-api';

let api: ScriptedApi;
let provider: ProviderPort;
beforeAll(async () => {
  api = await startScriptedApi();
  provider = createUnipileProvider({
    baseUrl: `${api.baseUrl}/`,
    apiKey: 'key-1',
    webhookSecret: 's',
    retryPauseMs: 1,
  });
});
afterAll(() => api.stop());

const ACC = 'acc_1';

describe('what each write sends and makes of its answer', () => {
  const person = { providerUserId: 'ACoBob' };
  const chats = '/v2/acc_1/chats';
  const linkedin = (one: object) => ({ text: 'hi', users_ids: ['ACoBob'], specifics: { linkedin: one } });
  const startedChat = { object: 'ChatStarted', chat_id: 'c1', message_id: 'm1' };
  const inmail = (tier: 'premium' | 'sales_navigator' | 'recruiter') => () =>
    provider.sendInmail(ACC, { ...person, subject: 'Sub', text: 'hi', tier });
  const rows: [string, () => Promise<WriteResult>, string, unknown, object, string | null][] = [
    [
      'invite without a note',
      () => provider.invite(ACC, { ...person, note: null }),
      '/v2/acc_1/users/me/relation-requests',
      { user_id: 'ACoBob' },
      { object: 'RelationRequest', id: 'rel_1', type: 'sent' },
      'rel_1',
    ],
    [
      'invite with a note',
      () => provider.invite(ACC, { ...person, note: 'Grüße' }),
      '/v2/acc_1/users/me/relation-requests',
      { user_id: 'ACoBob', message: 'Grüße' },
      { object: 'RelationRequest', id: 'rel_1', type: 'sent' },
      'rel_1',
    ],
    [
      'withdraw',
      () => provider.withdraw(ACC, 'rel/1'),
      '/v2/acc_1/users/me/relation-requests/rel%2F1/cancel',
      undefined,
      { object: 'RelationRequestCanceled' },
      null,
    ],
    [
      'message in a known conversation',
      () => provider.sendMessage(ACC, { ...person, chatId: '2-c==', text: 'hi' }),
      `${chats}/2-c%3D%3D/messages/send`,
      { text: 'hi' },
      { object: 'MessageSent', message_id: 'm1' },
      '2-c==',
    ],
    [
      'first message',
      () => provider.sendMessage(ACC, { ...person, chatId: null, text: 'hi' }),
      `${chats}/send`,
      { text: 'hi', users_ids: ['ACoBob'] },
      startedChat,
      'c1',
    ],
    [
      'classic InMail',
      inmail('premium'),
      `${chats}/send`,
      { ...linkedin({ classic: { inmail: true } }), name: 'Sub' },
      startedChat,
      'c1',
    ],
    [
      'Sales Navigator InMail',
      inmail('sales_navigator'),
      `${chats}/send`,
      linkedin({ sales_navigator: { subject: 'Sub' } }),
      startedChat,
      'c1',
    ],
    [
      'Recruiter InMail',
      inmail('recruiter'),
      `${chats}/send`,
      linkedin({ recruiter: { subject: 'Sub', send_as: 'INMAIL' } }),
      startedChat,
      'c1',
    ],
    [
      'visit',
      () => provider.visitProfile(ACC, 'tok=/1'),
      '/v2/acc_1/users/visit-profile?token=tok%3D%2F1',
      undefined,
      { object: 'ProfileVisited' },
      null,
    ],
  ];
  it.each(rows)('%s', async (_, write, path, body, answer, providerRef) => {
    const headers = { 'X-RateLimit-Remaining': '7', 'X-Cache': 'MISS', 'X-Other': 'dropped' };
    api.answers({ status: 201, json: answer, headers });
    const result = await write();
    expect(result).toEqual({
      answer: { kind: 'accepted', providerRef },
      headers: { 'x-ratelimit-remaining': '7', 'x-cache': 'MISS' },
    });
    expect(api.calls).toHaveLength(1);
    expect(api.calls[0]).toMatchObject({ method: 'POST', path, headers: { 'x-api-key': 'key-1' } });
    expect(api.calls[0]?.body).toEqual(body);
  });

  it('an InMail or message without a conversation has no reference, which the table of answers judges', async () => {
    api.answers({ status: 201, json: { object: 'ChatStarted', chat_id: null } });
    expect((await inmail('premium')()).answer).toEqual({ kind: 'accepted', providerRef: null });
    const message = await provider.sendMessage(ACC, { ...person, chatId: null, text: 'hi' });
    expect(message.answer).toEqual({ kind: 'accepted', providerRef: null });
  });

  it.each([200, 403])('a suspicion of automation is told beside an answer of status %s', async (status) => {
    api.answers({
      status,
      json: { object: 'Error', type: 'provider/x', detail: 'We suspect automated behavior on it' },
    });
    const message = await provider.sendMessage(ACC, { ...person, chatId: 'c', text: 'hi' });
    expect(message).toMatchObject({ warning: 'automation_suspected', answer: { kind: 'refused' } });
    api.answers({ status: 201, json: { object: 'MessageSent' } });
    expect(await provider.sendMessage(ACC, { ...person, chatId: 'c', text: 'hi' })).not.toHaveProperty('warning');
  });
});
