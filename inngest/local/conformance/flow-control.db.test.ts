import type { Inngest } from 'inngest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../testing/app';
import { askRunner, countOf, runsOf, until, untilWaiting } from '../testing/app';
import { openRunnerSuite } from '../testing/runner-suite';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let suite: Awaited<ReturnType<typeof openRunnerSuite>>;
let app: TestApp;

const data = (event: { data: unknown }) => event.data as Record<string, string>;

/** Functions that the SDK describes with one option each; `done` says what ran. */
function functions(client: Inngest, done: string[]) {
  const tell = (id: string) => async (input: { event: { data: unknown } }) => done.push(`${id}:${data(input.event).n}`);
  const key = 'event.data.key';
  const on = (name: string) => ({ id: name, triggers: [{ event: `go/${name}` }], retries: 0 as const });
  const occupy = async (work: string) => {
    done.push(work);
    await until(`${work} may end`, () => done.includes(`free:${work}`));
  };
  return [
    client.createFunction({ ...on('throttled'), throttle: { limit: 2, period: '1h', key } }, tell('throttled')),
    client.createFunction({ ...on('burst'), throttle: { limit: 2, period: '1h', burst: 2 } }, tell('burst')),
    client.createFunction({ ...on('rated'), rateLimit: { limit: 2, period: '1h', key } }, tell('rated')),
    client.createFunction({ ...on('debounced'), debounce: { period: '10m', key } }, tell('debounced')),
    client.createFunction(
      { ...on('debounced-at-most'), debounce: { period: '10m', timeout: '15m' } },
      tell('debounced-at-most'),
    ),
    client.createFunction({ ...on('batched'), batchEvents: { maxSize: 3, timeout: '50s', key } }, async ({ events }) =>
      done.push(`batched:${events.map((event) => data(event).n).join('+')}`),
    ),
    client.createFunction({ ...on('skips'), singleton: { mode: 'skip', key } }, async ({ event, step }) => {
      done.push(`skips:${data(event).n}`);
      await step.sleep('long', '100d');
    }),
    client.createFunction({ ...on('replaces'), singleton: { mode: 'cancel', key } }, async ({ event, step }) => {
      await step.run('begin', () => done.push(`replaces:${data(event).n}`));
      await step.sleep('long', '100d');
    }),
    client.createFunction(
      { ...on('ranked'), concurrency: 1, priority: { run: "event.data.plan == 'pro' ? 120 : 0" } },
      async ({ event, step }) => step.run('work', () => occupy(`ranked:${data(event).n}`)),
    ),
    ...['one', 'two'].map((name) =>
      client.createFunction(
        { ...on(`shared-${name}`), concurrency: { limit: 1, key: '"both"', scope: 'account' } },
        async ({ step }) => step.run('work', () => occupy(`shared-${name}:1`)),
      ),
    ),
    client.createFunction({ ...on('once'), idempotency: 'event.data.key' }, tell('once')),
    client.createFunction({ ...on('mark') }, tell('mark')),
  ];
}

beforeAll(async () => {
  suite = await openRunnerSuite(functions);
  app = suite.app;
});
afterAll(() => suite?.close());

const ran = (id: string) => app.done.filter((one) => one.startsWith(`${id}:`)).map((one) => one.slice(id.length + 1));
const count = (what: string) => countOf(app, what);

async function send(id: string, n: number | string, more: Record<string, string> = {}) {
  await suite.send(`go/${id}`, { n, key: 'k', ...more });
}

/** Waits until all events sent before are handled and no call is queued or under way. */
async function settled() {
  await until('all is handled', async () => {
    const { data: state } = await (await askRunner(app, '/v1/state')).json();
    return state.pendingEvents === 0 && state.readyJobs === 0 && state.callsUnderWay === 0 && state.dueNow !== true;
  });
}

async function jump(ms: number) {
  app.jump(ms);
  await until('the runner sees the time', async () => {
    const { data: state } = await (await askRunner(app, '/v1/state')).json();
    return Math.abs(new Date(state.now).getTime() - app.now().getTime()) < 5_000;
  });
  await settled();
}

describe('flow control', () => {
  test('throttle spreads the starts over the period, a key for itself, and loses none', async () => {
    for (const n of [1, 2, 3]) await send('throttled', n);
    await send('throttled', 'other', { key: 'l' });
    await until('the first of each key', () => ran('throttled').length === 2);
    await settled();
    expect(ran('throttled').toSorted().at(-1)).toBe('other');
    await jump(25 * MINUTE_MS);
    expect(ran('throttled')).toHaveLength(2);
    await jump(6 * MINUTE_MS);
    await until('the second', () => ran('throttled').length === 3);
    await jump(31 * MINUTE_MS);
    await until('the third', () => ran('throttled').length === 4);
    expect(ran('throttled').toSorted()).toEqual(['1', '2', '3', 'other']);
  });

  test('throttle with a burst lets so many start at once', async () => {
    for (const n of [1, 2, 3]) await send('burst', n);
    await until('two at once', () => ran('burst').length === 2);
    await settled();
    expect(ran('burst')).toHaveLength(2);
    await jump(31 * MINUTE_MS);
    await until('the third', () => ran('burst').length === 3);
  });

  test('rateLimit drops what is too much in a period, a key for itself, and begins anew after it', async () => {
    for (const n of [1, 2, 3]) await send('rated', n);
    await send('rated', 'other', { key: 'l' });
    await until('two and the other key', () => ran('rated').length === 3);
    await settled();
    expect(ran('rated')).toHaveLength(3);
    expect(ran('rated')).toContain('other');
    await jump(61 * MINUTE_MS);
    expect(ran('rated')).toHaveLength(3);
    await send('rated', 'later');
    await until('the later one', () => ran('rated').includes('later'));
  });

  test('debounce runs once, with the last event, when there was none for the period', async () => {
    await send('debounced', 1);
    await send('debounced', 'other', { key: 'l' });
    await settled();
    await jump(6 * MINUTE_MS);
    await send('debounced', 2);
    await settled();
    await jump(6 * MINUTE_MS);
    await until('the other key', () => ran('debounced').includes('other'));
    expect(ran('debounced')).toEqual(['other']);
    await jump(5 * MINUTE_MS);
    await until('the last event', () => ran('debounced').length === 2);
    expect(ran('debounced')).toEqual(['other', '2']);
  });

  test('debounce waits no longer than its time-out', async () => {
    for (const n of [1, 2, 3]) {
      await send('debounced-at-most', n);
      await settled();
      await jump(n === 3 ? 0 : 7 * MINUTE_MS);
    }
    expect(ran('debounced-at-most')).toEqual([]);
    await jump(2 * MINUTE_MS);
    await until('the last event', () => ran('debounced-at-most').length === 1);
    expect(ran('debounced-at-most')).toEqual(['3']);
  });

  test('batchEvents runs when enough have come, and with fewer when the time is over', async () => {
    for (const n of [1, 2, 3, 4]) {
      await send('batched', n);
      await settled();
    }
    await until('a full batch', () => ran('batched').length === 1);
    expect(ran('batched')).toEqual(['1+2+3']);
    await jump(MINUTE_MS);
    await until('the rest', () => ran('batched').length === 2);
    expect(ran('batched')).toEqual(['1+2+3', '4']);
  });

  test('singleton skips a second run of a key while one runs', async () => {
    await send('skips', 1);
    await untilWaiting(app, 'skips');
    await send('skips', 2);
    await send('skips', 'other', { key: 'l' });
    await untilWaiting(app, 'skips', 2);
    await settled();
    expect(ran('skips')).not.toContain('2');
  });

  test('singleton in cancel mode ends the run that is there', async () => {
    await send('replaces', 1);
    await untilWaiting(app, 'replaces');
    await send('replaces', 2);
    await until('the second begins', () => ran('replaces').includes('2'));
    const statuses = (await runsOf(app, 'replaces')).map((run) => run.status);
    expect(statuses.toSorted()).toEqual(['Cancelled', 'Running']);
  });

  test('priority lets a run pass those that wait for a place', async () => {
    await send('ranked', 'first');
    await until('it has the place', () => count('ranked:first') === 1);
    for (const [n, plan] of [
      ['free 1', 'free'],
      ['free 2', 'free'],
      ['paying', 'pro'],
    ])
      await send('ranked', n ?? '', { plan: plan ?? '' });
    await until('all wait', async () => (await (await askRunner(app, '/v1/state')).json()).data.parkedCalls === 3);
    for (const n of ['first', 'paying', 'free 1', 'free 2']) {
      await until(`${n} has the place`, () => count(`ranked:${n}`) === 1);
      app.done.push(`free:ranked:${n}`);
    }
    expect(ran('ranked')).toEqual(['first', 'paying', 'free 1', 'free 2']);
  });

  test('a concurrency limit of the account is shared by functions', async () => {
    await send('shared-one', 1);
    await until('one has the place', () => count('shared-one:1') === 1);
    await send('shared-two', 1);
    await until('two waits', async () => (await (await askRunner(app, '/v1/state')).json()).data.parkedCalls === 1);
    expect(count('shared-two:1')).toBe(0);
    app.done.push('free:shared-one:1', 'free:shared-two:1');
    await until('two has the place', () => count('shared-two:1') === 1);
  });

  test('idempotency starts one run a key in 24 hours', async () => {
    await send('once', 1);
    await settled();
    await send('once', 2);
    await settled();
    expect(ran('once')).toEqual(['1']);
    await jump(25 * HOUR_MS);
    await send('once', 3);
    await until('a day later', () => ran('once').length === 2);
  });
});
