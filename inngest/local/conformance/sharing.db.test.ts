import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FreshDatabase } from '@/db/testing/database';
import { freshDatabase } from '@/db/testing/database';
import type { LocalRunner } from '../start-runner';
import { startRunner } from '../start-runner';
import type { TestApp } from '../testing/app';
import { countOf, EVENT_KEY, runsOf, SIGNING_KEY, startApp, until, untilWaiting } from '../testing/app';
import type { RunnerProcess } from '../testing/runner-process';
import { startProcess } from '../testing/runner-process';

const HOUR_MS = 3_600_000;
let database: FreshDatabase;
let app: TestApp;
let here: LocalRunner;
let other: RunnerProcess | undefined;
let underWay = 0;
let mostUnderWay = 0;

beforeEach(async () => {
  database = await freshDatabase();
  app = await startApp((client, done) => [
    client.createFunction({ id: 'many', retries: 0, triggers: [{ event: 'go/many' }] }, async ({ event, step }) => {
      const { n } = event.data as { n: number };
      await step.run('a', async () => {
        await sleep(300);
        done.push(`a ${n}`);
      });
      await step.sleep('rest', '1h');
      return step.run('b', () => done.push(`b ${n}`));
    }),
    client.createFunction(
      { id: 'one-by-one', retries: 0, concurrency: 1, triggers: [{ event: 'go/one-by-one' }] },
      async ({ step }) =>
        step.run('work', async () => {
          underWay += 1;
          mostUnderWay = Math.max(mostUnderWay, underWay);
          await sleep(50);
          underWay -= 1;
          done.push('one-by-one');
        }),
    ),
    client.createFunction({ id: 'held', retries: 0, triggers: [{ event: 'go/held' }] }, async ({ step }) =>
      step.run('hold', async () => {
        done.push('hold');
        await until('all may end', () => done.includes('free'));
      }),
    ),
  ]);
  here = await startRunner({
    port: app.runnerPort,
    databaseUrl: database.ownerUrl,
    appUrl: app.url,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
  });
  here.failed.catch(() => undefined);
  underWay = 0;
  mostUnderWay = 0;
});

afterEach(async () => {
  app.done.push('free');
  await other?.kill('SIGKILL');
  other = undefined;
  await here.stop();
  await app.close();
  await database.drop();
});

const startOther = async () => {
  other = await startProcess({ ...app, runnerPort: 0 }, database.ownerUrl);
};

test('several processes share the calls: more are under way than one process makes', async () => {
  await startOther();
  await app.client.send(Array.from({ length: 40 }, () => ({ name: 'go/held', data: {} })));
  // One process makes at most 24 at a time.
  await until('more than 24 are held', () => countOf(app, 'hold') > 24);
});

test('a concurrency limit holds across processes', async () => {
  await startOther();
  await app.client.send(Array.from({ length: 30 }, () => ({ name: 'go/one-by-one', data: {} })));
  await until('all have run', () => countOf(app, 'one-by-one') === 30);
  expect(mostUnderWay).toBe(1);
});

test('what a killed process had under way the other takes over; no step that has ended runs again', async () => {
  await startOther();
  await app.client.send(Array.from({ length: 30 }, (_, n) => ({ name: 'go/many', data: { n } })));
  await until('some are under way', () => app.done.length > 3);
  const ended = new Set(app.done);
  await other?.kill('SIGKILL');
  await untilWaiting(app, 'many', 30);
  for (const one of ended) expect(countOf(app, one)).toBe(1);
  app.jump(HOUR_MS + 1_000);
  await until('all complete', async () => {
    const runs = await runsOf(app, 'many');
    return runs.filter((run) => run.status === 'Completed').length === 30;
  });
  for (let n = 0; n < 30; n += 1) expect([n, countOf(app, `b ${n}`)]).toEqual([n, 1]);
});

test('when the process that leads stops, another fires the timers', async () => {
  await startOther();
  await app.client.send(Array.from({ length: 3 }, (_, n) => ({ name: 'go/many', data: { n } })));
  await untilWaiting(app, 'many', 3);
  await here.stop();
  app.jump(HOUR_MS + 1_000);
  await until('the other wakes them', () => [0, 1, 2].every((n) => countOf(app, `b ${n}`) === 1));
  here = { ...here, stop: async () => undefined };
});
