import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sends } from '@/db/schema/sends';
import type { AnsweredWorld } from '@/db/testing/answered';
import { openAnswered, refusal, sendOne, tracesOf } from '@/db/testing/answered';
import type { SendWorld } from '@/db/testing/send-world';
import { mismatches, openSendWorld, putCap, setClock, WEDNESDAY } from '@/db/testing/send-world';
import type { ProviderPort } from '../../providers/port';
import { createUnipileProvider } from '../../providers/unipile/provider';
import type { ScriptedAnswer, ScriptedApi } from '../../providers/unipile/testing/scripted-api';
import { problem, startScriptedApi } from '../../providers/unipile/testing/scripted-api';

let world: SendWorld;
let api: ScriptedApi;
let adapter: ProviderPort;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  await setClock(world, WEDNESDAY.getTime());
  api = await startScriptedApi();
  adapter = createUnipileProvider({ baseUrl: api.baseUrl, apiKey: 'k', webhookSecret: 's', retryPauseMs: 1 });
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await api.stop();
  await world.close();
});

/** The three shapes in which v2 may refuse an invitation without a reason (unipile.md §3). */
const SHAPES: [string, ScriptedAnswer][] = [
  ['422', problem(422, 'provider/unprocessable_entity')],
  ['409', problem(409, 'provider/conflict')],
  ['429', problem(429, 'provider/too_many_requests')],
];

const profile =
  (specifics: object) =>
  (id: string): ScriptedAnswer => ({ status: 200, json: { object: 'UserProfile', id, specifics } });
const READS: [string, (id: string) => ScriptedAnswer, string, string, string | null][] = [
  ['first degree', profile({ network_distance: 'FIRST_DEGREE' }), 'already_connected', 'done', null],
  ['pending', profile({ relation_request_status: 'PENDING' }), 'already_invited', 'done', null],
  ['out of network', profile({ network_distance: 'OUT_OF_NETWORK' }), 'out_of_network', 'skipped', null],
  ['second degree', profile({ network_distance: 'SECOND_DEGREE' }), 'limit', 'parked', 'limit'],
  ['a failed read', () => ({ status: 500 }), 'limit', 'parked', 'limit'],
];

async function refused(shape: ScriptedAnswer, read: (id: string) => ScriptedAnswer): Promise<AnsweredWorld> {
  const { invite, getProfile } = adapter;
  const one = await openAnswered(world, {
    action: 'invite',
    result: { answer: refusal('limit') },
    change: { invite, getProfile },
  });
  api.answers(({ method, path }) =>
    method === 'POST' ? shape : read(decodeURIComponent(path.split('?')[0]?.split('/').at(-1) ?? '')),
  );
  await sendOne(one);
  return one;
}

const lookUpsOf = (one: AnsweredWorld) =>
  world.owner.orm
    .select()
    .from(sends)
    .where(and(eq(sends.accountId, one.sender.accountId), like(sends.stepKey, 'check:%')));
const inviteOf = async (one: AnsweredWorld) => {
  const rows = await world.owner.orm.select().from(sends).where(eq(sends.accountId, one.sender.accountId));
  return rows.find((row) => row.action === 'invite');
};

describe.each(SHAPES)('an invitation that is refused with %s and no reason', (_, shape) => {
  it.each(READS)('is decided by one fresh read of the profile: %s', async (__, read, code, state, signal) => {
    const one = await refused(shape, read);
    expect((await inviteOf(one))?.answer).toMatchObject({ code });
    const { person, signals } = await tracesOf(one);
    expect(person?.state).toBe(state);
    expect(signals.map((row) => row.kind)).toEqual(signal === null ? [] : [signal]);
    expect(api.calls.map((call) => call.method)).toEqual(['POST', 'GET']);
    expect(api.calls[1]?.headers).toMatchObject({ 'cache-control': 'no-cache' });
    expect(await lookUpsOf(one)).toMatchObject([{ kept: expect.arrayContaining(['profile_view.day']) }]);
  });
});

it('a refused invitation is a limit when no look-up is left, and nothing is read', async () => {
  const one = await openAnswered(world, { action: 'invite', result: { answer: refusal('limit') } });
  await putCap(world, { accountId: one.sender.accountId, key: 'profile_view.day', cap: 0, now: WEDNESDAY });
  await sendOne(one);
  expect((await tracesOf(one)).signals).toMatchObject([{ kind: 'limit' }]);
  expect(await lookUpsOf(one)).toEqual([]);
});

it('a look-up that hung after its dispatch is not made any more, and its view comes back', async () => {
  let reads = 0;
  const one = await openAnswered(world, {
    action: 'invite',
    result: { answer: refusal('limit') },
    change: {
      getProfile: async () => {
        reads += 1;
        return { ok: false, code: 'unavailable', detail: '', headers: {} };
      },
    },
  });
  const { store } = one.ctx;
  let wallMs = 0;
  // The process stands still for a minute between the dispatch of the look-up and its call.
  const ctx = {
    ...one.ctx,
    wallMs: () => wallMs,
    store: {
      inWorkspace: <T>(workspaceId: string, work: Parameters<typeof store.inWorkspace<T>>[1]) =>
        store.inWorkspace(workspaceId, (unit) =>
          work({
            ...unit,
            dispatchSend: async (input) => {
              const row = await unit.dispatchSend(input);
              const dispatched = await world.owner.orm.select().from(sends).where(eq(sends.id, input.sendId));
              if (dispatched[0]?.stepKey.startsWith('check:')) wallMs += 60_000;
              return row;
            },
          }),
        ),
    },
  };
  await sendOne({ ...one, ctx });
  expect(reads).toBe(0);
  expect(await lookUpsOf(one)).toMatchObject([{ state: 'released', kept: [] }]);
  expect((await tracesOf(one)).signals).toMatchObject([{ kind: 'limit' }]);
});
