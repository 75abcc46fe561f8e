import type { Inngest } from 'inngest';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../testing/app';
import { askRunner, countOf, runsOf, until, untilWaiting } from '../testing/app';
import { openRunnerSuite } from '../testing/runner-suite';

let suite: Awaited<ReturnType<typeof openRunnerSuite>>;
let app: TestApp;
const HOUR_MS = 3_600_000;

const data = (event: { data: unknown }) => event.data as Record<string, string>;

/** Functions that fail in every way that the SDK tells apart, and that wait in every way it has. */
function functions(client: Inngest, done: string[], now: () => Date) {
  const on = (id: string) => ({ id, triggers: [{ event: `go/${id}` }] });
  const nth = (what: string) => {
    done.push(what);
    return done.filter((one) => one === what).length;
  };
  return [
    client.createFunction({ ...on('body'), retries: 1 }, async ({ attempt, maxAttempts }) => {
      if (nth('body') === 1) throw new RetryAfterError('body', '1s');
      return { attempt, maxAttempts };
    }),
    client.createFunction({ ...on('own-counters'), retries: 1 }, async ({ step }) => {
      for (const name of ['a', 'b', 'c'])
        await step.run(name, () => {
          if (nth(`own-counters:${name}`) === 1) throw new RetryAfterError(name, '1s');
        });
      return 'each step had its own';
    }),
    client.createFunction({ ...on('dated'), retries: 1 }, async ({ step }) =>
      step.run('once', () => {
        if (nth('dated') === 1) throw new RetryAfterError('later', new Date(Date.now() + 2_000));
        return 'after the date';
      }),
    ),
    client.createFunction({ ...on('used-up'), retries: 1 }, async ({ step }) =>
      step.run('never', () => {
        nth('used-up');
        throw new RetryAfterError('no use', '1s');
      }),
    ),
    client.createFunction({ ...on('no-retries'), retries: 0 }, async () => {
      nth('no-retries');
      throw new TypeError('at once');
    }),
    client.createFunction({ ...on('final-body'), retries: 4 }, async () => {
      nth('final-body');
      throw new NonRetriableError('for good', { cause: new Error('inner') });
    }),
    client.createFunction({ ...on('one-of-two'), retries: 0 }, async ({ step }) => {
      const both = await Promise.allSettled([
        step.run('good', () => 'good'),
        step.run('bad', () => {
          throw new Error('bad');
        }),
      ]);
      return both.map((one) => one.status);
    }),
    client.createFunction({ ...on('invokes'), retries: 0 }, async ({ step }) => {
      const target = client.createFunction({ id: 'no-retries' }, async () => null);
      return step.invoke('call', { function: target, data: {} }).catch((error: Error) => `caught ${error.message}`);
    }),
    client.createFunction({ ...on('waits-if'), retries: 0 }, async ({ step }) => {
      const condition = 'async.data.n > 2 && async.data.id == event.data.id';
      const found = await step.waitForEvent('it', { event: 'go/number', timeout: '2h', if: condition });
      return found === null ? 'timed out' : `${data(found).n}`;
    }),
    client.createFunction({ ...on('past'), retries: 0 }, async ({ step }) => {
      await step.sleepUntil('gone', new Date(now().getTime() - HOUR_MS));
      return 'at once';
    }),
    client.createFunction({ ...on('signals'), retries: 0 }, async ({ step }) =>
      step.waitForSignal('it', { signal: 's', timeout: '1h', onConflict: 'replace' }),
    ),
    client.createFunction(
      { id: 'on-cancelled', retries: 0, triggers: [{ event: 'inngest/function.cancelled' }] },
      async ({ event }) => nth(`cancelled ${data(event).function_id}`),
    ),
  ];
}

beforeAll(async () => {
  suite = await openRunnerSuite(functions);
  app = suite.app;
});
afterAll(() => suite?.close());

async function outcomeOf(id: string, payload: Record<string, unknown> = {}) {
  await suite.send(`go/${id}`, payload);
  return suite.ended(id);
}

describe('errors', () => {
  test('a body that throws is called again, and knows its attempt and the most it has', async () => {
    expect(await outcomeOf('body')).toMatchObject({ status: 'Completed', output: { attempt: 1, maxAttempts: 2 } });
  });

  test('every step has attempts of its own', async () => {
    expect(await outcomeOf('own-counters')).toMatchObject({ status: 'Completed', output: 'each step had its own' });
    for (const name of ['a', 'b', 'c']) expect(countOf(app, `own-counters:${name}`)).toBe(2);
  });

  test('a retry waits for the date that the error names', async () => {
    expect(await outcomeOf('dated')).toMatchObject({ status: 'Completed', output: 'after the date' });
    expect(countOf(app, 'dated')).toBe(2);
  });

  test('a step that uses up its attempts fails the run with its error', async () => {
    expect(await outcomeOf('used-up')).toMatchObject({ status: 'Failed', output: { message: 'no use' } });
    expect(countOf(app, 'used-up')).toBe(2);
  });

  test('without retries the first error is the last', async () => {
    const run = await outcomeOf('no-retries');
    expect(run).toMatchObject({ status: 'Failed', output: { name: 'TypeError', message: 'at once' } });
    expect(countOf(app, 'no-retries')).toBe(1);
  });

  test('a NonRetriableError of the body ends the run at once, its cause kept', async () => {
    const run = await outcomeOf('final-body');
    expect(run).toMatchObject({ status: 'Failed', output: { name: 'NonRetriableError', cause: { message: 'inner' } } });
    expect(countOf(app, 'final-body')).toBe(1);
  });

  test('of two parallel steps the one that fails leaves the other its result', async () => {
    expect(await outcomeOf('one-of-two')).toMatchObject({ status: 'Completed', output: ['fulfilled', 'rejected'] });
  });

  test('an invoked function that fails throws its error in the step that invoked it', async () => {
    expect(await outcomeOf('invokes')).toMatchObject({ status: 'Completed', output: 'caught at once' });
  });
});

describe('waiting', () => {
  test('a wait with a condition lets other events pass', async () => {
    await suite.send('go/waits-if', { id: 'x' });
    await untilWaiting(app, 'waits-if');
    for (const [id, n] of [
      ['x', 2],
      ['y', 9],
      ['x', 3],
    ])
      await suite.send('go/number', { id, n });
    expect(await suite.ended('waits-if')).toMatchObject({ status: 'Completed', output: '3' });
  });

  test('a sleep until a moment that has passed ends at once', async () => {
    expect(await outcomeOf('past')).toMatchObject({ status: 'Completed', output: 'at once' });
  });

  test('a run that is cancelled over HTTP ends, drops its wait and tells who listens', async () => {
    await suite.send('go/waits-if', { id: 'z' });
    await untilWaiting(app, 'waits-if');
    const [run] = await runsOf(app, 'waits-if');
    expect((await askRunner(app, `/v1/runs/${run?.run_id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await askRunner(app, `/v1/runs/${run?.run_id}`, { method: 'DELETE' })).status).toBe(404);
    await until('who listens is told', () => countOf(app, 'cancelled test-app-waits-if') === 1);
    const { data: found } = await (await askRunner(app, `/v1/runs/${run?.run_id}`)).json();
    expect(found).toMatchObject({ status: 'Cancelled', steps: [] });
  });
});

test('a step that the runner does not have fails its run with a sentence', async () => {
  const run = await outcomeOf('signals');
  expect(run).toMatchObject({ status: 'Failed', output: { message: expect.stringContaining('does not have the op') } });
});
