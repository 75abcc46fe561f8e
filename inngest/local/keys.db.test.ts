import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from './testing/app';
import { countOf, EVENT_KEY, SIGNING_KEY, until } from './testing/app';
import { openRunnerSuite } from './testing/runner-suite';

type Suite = Awaited<ReturnType<typeof openRunnerSuite>>;
let suite: Suite;
let app: TestApp;

beforeAll(async () => {
  suite = await openRunnerSuite();
  app = suite.app;
});
afterAll(() => suite?.close());

const send: Suite['send'] = (...args) => suite.send(...args);
const count = (what: string) => countOf(app, what);

describe('the keys', () => {
  const post = (path: string, headers: Record<string, string>, body = '{"name":"go/told","data":{"by":"thief"}}') =>
    fetch(`http://127.0.0.1:${app.runnerPort}${path}`, { method: 'POST', headers, body });
  const json = { 'content-type': 'application/json' };

  test('an event with a wrong key, another type or a reserved name is refused and starts nothing', async () => {
    expect((await post('/e/wrong', json)).status).toBe(401);
    expect((await post(`/e/${EVENT_KEY}`, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(`/e/${EVENT_KEY}`, json, '{"name":"inngest/function.failed"}')).status).toBe(400);
    expect((await post(`/e/${EVENT_KEY}`, json, '{"name":"go/told","data":[1]}')).status).toBe(400);
    await send('go/told', { by: 'owner' });
    await until('the owner’s runs', () => count('told:owner') === 1);
    expect(count('told:thief')).toBe(0);
  });

  test('functions with an option that the runner does not have are refused by name, and the others stay in force', async () => {
    const timed = { id: 'test-app-t', triggers: [], steps: {}, timeouts: { finish: '1h' } };
    const body = JSON.stringify({ functions: [timed] });
    const answer = await post('/fn/register', { ...json, authorization: `Bearer ${SIGNING_KEY}` }, body);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('timeouts')]);
    await send('go/told', { by: 'still' });
    await until('it still runs', () => count('told:still') === 1);
  });

  test('what runs is told only to who holds the signing key; health to anyone on this machine', async () => {
    const get = (path: string, authorization: string) =>
      fetch(`http://127.0.0.1:${app.runnerPort}${path}`, { headers: { authorization } });
    expect((await get('/v1/state', 'Bearer nobody')).status).toBe(401);
    expect((await post('/v1/checkpoint/x/async', json)).status).toBe(401);
    expect((await post('/fn/register', json)).status).toBe(401);
    expect(await (await get('/health', '')).json()).toEqual({ status: 'ok' });
  });
});
