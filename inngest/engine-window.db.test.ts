import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Inngest } from 'inngest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineWindow, Seen } from '../lib/services/system/engine-window';
import { engineWindow } from './engine-window';
import { SIGNING_KEY, until } from './local/testing/app';
import { openRunnerSuite } from './local/testing/runner-suite';

const OURS = { workspaceId: 'wsp_ours', accountId: 'acc_1' };
let suite: Awaited<ReturnType<typeof openRunnerSuite>>;
let engine: EngineWindow;

function functions(client: Inngest) {
  return [
    client.createFunction({ id: 'day', retries: 0, triggers: [{ event: 'go/day' }] }, async ({ step }) => {
      await step.run('open', () => 'opened');
      await step.sleep('slot', '5h');
    }),
    client.createFunction({ id: 'fails', retries: 0, triggers: [{ event: 'go/fails' }] }, async ({ step }) => {
      await step.run('try', () => {
        throw new RangeError('x'.repeat(5_000));
      });
    }),
  ];
}

beforeAll(async () => {
  suite = await openRunnerSuite(functions);
  const base = `http://127.0.0.1:${suite.app.runnerPort}`;
  engine = engineWindow({ INNGEST_BASE_URL: base, INNGEST_SIGNING_KEY: SIGNING_KEY });
});
afterAll(() => suite?.close());

function seenIn<T>(seen: Seen<T>): T {
  if (seen.kind !== 'seen') throw new Error(`the engine said ${seen.kind}`);
  return seen.value;
}
const runsOf = async (workspaceId: string, functionId: string) =>
  seenIn(await engine.runs(workspaceId, { functionId: `test-app-${functionId}`, limit: 10 })).runs;

test('shows a workspace its own runs, cancels one, and starts it anew', async () => {
  await suite.send('go/day', OURS);
  await suite.send('go/day', { ...OURS, workspaceId: 'wsp_theirs' });
  const sleeping = await until('ours sleeps', async () =>
    (await runsOf('wsp_ours', 'day')).find((run) => run.wakesAt !== null),
  );
  expect(await runsOf('wsp_ours', 'day')).toHaveLength(1);
  expect(sleeping).toMatchObject({ status: 'Running', eventName: 'go/day', data: OURS, error: null });
  const { functions: all } = seenIn(await engine.figures('wsp_ours'));
  expect(all.find((one) => one.id === 'test-app-day')).toMatchObject({ active: 1, sleeping: 1, triggers: ['go/day'] });
  expect(await engine.run('wsp_theirs', sleeping.id)).toEqual({ kind: 'missing' });
  expect(await engine.retry(sleeping.id)).toEqual({ kind: 'refused', reason: 'the run has not ended yet' });
  expect(await engine.cancel(sleeping.id)).toEqual({ kind: 'seen', value: null });
  expect(await engine.cancel(sleeping.id)).toEqual({ kind: 'missing' });
  const again = seenIn(await engine.retry(sleeping.id));
  const detail = await until('it sleeps again', async () => {
    const run = seenIn(await engine.run('wsp_ours', again));
    return run.wakesAt === null ? null : run;
  });
  expect(detail).toMatchObject({ retryOf: sleeping.id, data: OURS });
  expect(detail.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(['open done', 'slot waiting']);
});

test('tells why a run has failed, in a readable length', async () => {
  await suite.send('go/fails', OURS);
  const failed = await until('it has failed', async () =>
    (await runsOf('wsp_ours', 'fails')).find((run) => run.endedAt !== null),
  );
  expect(failed.error).toEqual({ name: 'RangeError', message: 'x'.repeat(1_000) });
  const { steps } = seenIn(await engine.run('wsp_ours', failed.id));
  expect(steps).toMatchObject([{ name: 'try', status: 'done', error: { name: 'RangeError' } }]);
});

test('an engine that does not know these paths, or none of our own, shows its runs itself', async () => {
  const answers: [number, string][] = [
    [404, '404 page not found'],
    [200, '<!doctype html><title>Dashboard</title>'],
  ];
  for (const [status, text] of answers) {
    const other = createServer((_request, response) => response.writeHead(status).end(text));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const seen = await engineWindow({ INNGEST_BASE_URL: base, INNGEST_SIGNING_KEY: SIGNING_KEY }).figures('wsp_ours');
    expect(seen).toEqual({ kind: 'elsewhere', dashboardUrl: base });
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
    // And one that is gone is silent.
    const gone = await engineWindow({ INNGEST_BASE_URL: base, INNGEST_SIGNING_KEY: SIGNING_KEY }).figures('wsp_ours');
    expect(gone).toEqual({ kind: 'silent' });
  }
  const cloud = engineWindow({ INNGEST_BASE_URL: undefined, INNGEST_SIGNING_KEY: SIGNING_KEY });
  expect(await cloud.figures('wsp_ours')).toMatchObject({ kind: 'elsewhere' });
});
