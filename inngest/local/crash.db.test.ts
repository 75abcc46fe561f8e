import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '@/db/testing/database';
import { freshDatabase } from '@/db/testing/database';
import type { TestApp } from './testing/app';
import { askRunner, countOf, runsOf, startApp, until, untilWaiting } from './testing/app';
import type { RunnerProcess } from './testing/runner-process';
import { startProcess } from './testing/runner-process';

const HOUR_MS = 3_600_000;
const STEP_MS = 300;
/** Longer than the process takes to start. */
const LONG_STEP_MS = 9_000;
let database: FreshDatabase;
let app: TestApp;
let runner: RunnerProcess;

beforeEach(async () => {
  database = await freshDatabase();
  app = await startApp((client, done) => [
    client.createFunction(
      { id: 'work', retries: 0, triggers: [{ event: 'go/work' }, { event: 'go/long-work' }] },
      async ({ event, step }) => {
        for (const name of ['a', 'b', ...(event.name === 'go/long-work' ? ['long 1', 'long 2'] : ['c', 'd']), 'e']) {
          await step.run(name, async () => {
            done.push(`begin ${name}`);
            await sleep(name === 'long 1' ? LONG_STEP_MS : STEP_MS);
            done.push(name);
          });
        }
        return 'worked';
      },
    ),
    client.createFunction(
      { id: 'slow', retries: 0, concurrency: { limit: 1, key: 'event.data.key' }, triggers: [{ event: 'go/slow' }] },
      async ({ event, step }) => {
        const { n } = event.data as { n: number };
        await step.run('before', () => done.push(`before ${n}`));
        await step.sleep('rest', '1h');
        const [x, y] = await Promise.all([
          step.run('x', () => done.push(`x ${n}`) && 'x'),
          step.run('y', () => done.push(`y ${n}`) && 'y'),
        ]);
        await step.waitForEvent('word', { event: 'go/word', timeout: '10h', match: 'data.key' });
        return `${x}${y}`;
      },
    ),
  ]);
});

afterEach(async () => {
  await runner?.kill('SIGKILL');
  await app?.close();
  await database?.drop();
});

async function start() {
  runner = await startProcess(app, database.ownerUrl);
}

async function crash() {
  await runner.kill('SIGKILL');
  await start();
}

async function completed(functionId: string, count: number) {
  return until(`${count} of ${functionId} complete`, async () => {
    const runs = await runsOf(app, functionId);
    return runs.filter((run) => run.status === 'Completed').length === count ? runs : null;
  });
}

const count = (what: string) => countOf(app, what);

describe('a runner that is killed', () => {
  test('in a sleep and in a wait runs nothing twice and finishes', async () => {
    await start();
    for (const n of [1, 2, 3]) await app.client.send({ name: 'go/slow', data: { n, key: 'k' } });
    await untilWaiting(app, 'slow', 3);
    await crash();
    app.jump(HOUR_MS);
    await until('the parallel steps', () => [1, 2, 3].every((n) => count(`x ${n}`) > 0 && count(`y ${n}`) > 0));
    await untilWaiting(app, 'slow', 3);
    await crash();
    await app.client.send({ name: 'go/word', data: { key: 'k' } });
    expect((await completed('slow', 3)).map((run) => run.output)).toEqual(['xy', 'xy', 'xy']);
    for (const n of [1, 2, 3]) expect([count(`before ${n}`), count(`x ${n}`), count(`y ${n}`)]).toEqual([1, 1, 1]);
  });

  test('in the middle of a call repeats at most the step that was under way', async () => {
    await start();
    await app.client.send({ name: 'go/work', data: {} });
    await until('the third step', () => count('begin c') === 1);
    await crash();
    // graphile-worker alone would free the dead runner's job after four hours.
    await until('it goes on', () => count('begin d') === 1);
    expect(await completed('work', 1)).toMatchObject([{ output: 'worked' }]);
    // Long enough for the call that the dead runner had left to show itself.
    await sleep(STEP_MS * 2);
    expect(['a', 'b', 'd', 'e'].map((name) => count(`begin ${name}`))).toEqual([1, 1, 1, 1]);
    // Once, when the new runner is there in time to hear of it from the call that the dead one left.
    expect(count('begin c')).toBeLessThanOrEqual(2);
  });

  test('keeps what the call of its predecessor still finishes, and that call goes no further', async () => {
    await start();
    await app.client.send({ name: 'go/long-work', data: {} });
    await until('the third step', () => count('begin long 1') === 1);
    app.syncMs = LONG_STEP_MS + 1_000;
    await crash();
    expect(count('long 1')).toBe(0);
    expect(await completed('work', 1)).toMatchObject([{ output: 'worked' }]);
    const names = ['a', 'b', 'long 1', 'long 2', 'e'];
    expect(names.map((name) => count(`begin ${name}`))).toEqual([1, 1, 1, 1, 1]);
  });

  test('takes an event it had acknowledged a moment before', async () => {
    await start();
    await app.client.send({ name: 'go/work', data: {} });
    await crash();
    expect(await completed('work', 1)).toMatchObject([{ output: 'worked' }]);
  });
});

test('SIGTERM ends the process in order, with code 0', async () => {
  await start();
  await app.client.send({ name: 'go/slow', data: { n: 1, key: 'k' } });
  await untilWaiting(app, 'slow', 1);
  expect(await runner.kill('SIGTERM')).toBe(0);
});

test('what ended long ago is deleted', async () => {
  await start();
  await app.client.send({ name: 'go/work', data: {} });
  await completed('work', 1);
  await runner.kill('SIGTERM');
  await onDatabase(async (client) => {
    await client.query(`update inngest_local.runs set ended_at = ended_at - interval '2 hours'`);
    await client.query(`update inngest_local.events set handled_at = handled_at - interval '2 days'`);
  });
  await start();
  await until('the run is gone', async () => (await runsOf(app, 'work')).length === 0);
  await until('the event is gone', () =>
    onDatabase(async (client) => (await client.query('select 1 from inngest_local.events')).rowCount === 0),
  );
});

test('losing every database connection loses no run', async () => {
  await start();
  await app.client.send({ name: 'go/slow', data: { n: 1, key: 'k' } });
  await untilWaiting(app, 'slow', 1);
  await onDatabase((client) =>
    client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ),
  );
  // Its lock is gone with the connections: it ends, for its supervisor to start it again.
  expect(await runner.ended).toBe(1);
  await start();
  app.jump(2 * HOUR_MS);
  await until('the parallel steps', () => count('x 1') === 1 && count('y 1') === 1);
  await untilWaiting(app, 'slow', 1);
  await app.client.send({ name: 'go/word', data: { key: 'k' } });
  await completed('slow', 1);
  expect(count('before 1')).toBe(1);
});

test('the runner may start before the app, outlives it, and goes on when it is back', async () => {
  await app.close();
  await start();
  expect((await fetch(`http://127.0.0.1:${app.runnerPort}/health`)).status).toBe(200);
  await app.listen();
  await until('the first sync', async () => (await functions()).length === 2);
  await app.client.send({ name: 'go/slow', data: { n: 1, key: 'k' } });
  await untilWaiting(app, 'slow', 1);
  await app.close();
  app.jump(HOUR_MS);
  await sleep(500);
  expect(count('x 1')).toBe(0);
  await app.listen();
  await until('the run goes on', () => count('x 1') === 1 && count('y 1') === 1);
});

async function functions(): Promise<string[]> {
  const { data } = (await (await askRunner(app, '/v1/state')).json()) as { data: { functions: string[] } };
  return data.functions;
}

async function onDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
