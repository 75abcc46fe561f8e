import type { Inngest } from 'inngest';
import { RetryAfterError } from 'inngest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { TestApp } from '../testing/app';
import { askRunner, countOf, until, untilWaiting } from '../testing/app';
import { openRunnerSuite } from '../testing/runner-suite';

let suite: Awaited<ReturnType<typeof openRunnerSuite>>;
let app: TestApp;
let broken = true;
const HOUR_MS = 3_600_000;

/** Functions that fail until they are mended, that hold back a second run, and that wait. */
function functions(client: Inngest, done: string[]) {
  const on = (id: string) => ({ id, retries: 0 as const, triggers: [{ event: `go/${id}` }] });
  const fail = () => {
    if (broken) throw new TypeError('not yet mended');
    return 'mended';
  };
  return [
    client.createFunction(on('fails'), async ({ event, step }) => {
      await step.run('before', () => done.push(`before ${event.id}`));
      return step.run('fail', fail);
    }),
    client.createFunction({ ...on('once'), idempotency: 'event.data.order' }, async () => fail()),
    client.createFunction({ ...on('single'), singleton: { key: 'event.data.key', mode: 'skip' } }, async ({ step }) => {
      const found = await step.waitForEvent('it', { event: 'go/end', timeout: '10h' });
      if (found === null) throw new Error('nobody came');
    }),
    client.createFunction(
      { ...on('batch'), batchEvents: { maxSize: 2, timeout: '10s' } },
      async ({ events }) => `${fail()} ${events.length}`,
    ),
    client.createFunction(on('naps'), async ({ step }) => {
      await step.run('before', () => 'before');
      await step.sleep('rest', '6h');
    }),
    client.createFunction({ ...on('again'), retries: 3 }, async ({ step }) =>
      step.run('try', () => {
        done.push('again');
        throw new RetryAfterError('later', '10m');
      }),
    ),
    client.createFunction({ ...on('narrow'), concurrency: 1 }, async ({ step }) =>
      step.run('hold', async () => {
        done.push('narrow');
        await until('it may end', () => countOf(app, 'widen') > 0);
      }),
    ),
  ];
}

const MOMENT = z.iso.datetime();
const RUN = z.looseObject({
  run_id: z.string(),
  function_id: z.string(),
  status: z.string(),
  retry_of: z.string().nullable(),
  retried_as: z.string().nullable(),
  steps: z.array(z.looseObject({ name: z.string().nullable(), status: z.string(), error: z.unknown() })).default([]),
  calls: z.array(z.looseObject({ step_id: z.string(), under_way: z.boolean(), parked: z.boolean() })).default([]),
});
type Run = z.infer<typeof RUN>;
const PAGE = z.object({ data: z.array(RUN), metadata: z.object({ cursor: z.string().nullable() }) });
const FUNCTIONS = z.object({
  data: z.object({
    now: MOMENT,
    oldest_event_due_at: MOMENT.nullable(),
    functions: z.array(z.looseObject({ id: z.string() })),
  }),
});

beforeAll(async () => {
  suite = await openRunnerSuite(functions);
  app = suite.app;
});
afterAll(() => suite?.close());

async function pageOf(query: string) {
  const answer = await askRunner(app, `/v1/runs?${query}`);
  expect(answer.status, query).toBe(200);
  const { data, metadata } = PAGE.parse(await answer.json());
  return { runs: data, cursor: metadata.cursor };
}
const runsOf = async (id: string, more = '') => (await pageOf(`function_id=test-app-${id}${more}`)).runs;
const newestOf = async (id: string, status: string): Promise<Run> =>
  until(`${id} is ${status}`, async () => (await runsOf(id, `&status=${status}`))[0]);
async function look(run: Run): Promise<Run> {
  const answer = await askRunner(app, `/v1/runs/${run.run_id}`);
  return RUN.parse((await answer.json()).data);
}
async function rerun(id: string) {
  const answer = await askRunner(app, `/v1/runs/${id}/rerun`, { method: 'POST' });
  return { status: answer.status, body: await answer.json() };
}
async function figuresOf(id: string, query = '') {
  const answer = await askRunner(app, `/v1/functions${query}`);
  const { data } = FUNCTIONS.parse(await answer.json());
  return data.functions.find((one) => one.id === `test-app-${id}`);
}

describe('a rerun', () => {
  test('starts the function anew with the same event, once at a time, and is no longer possible when its work is done', async () => {
    await suite.send('go/fails', {}, { id: 'the-event' });
    const failed = await newestOf('fails', 'Failed');
    broken = false;
    const answer = await rerun(failed.run_id);
    expect(answer.status).toBe(200);
    const again = await newestOf('fails', 'Completed');
    expect(again).toMatchObject({ run_id: answer.body.data.run_id, retry_of: failed.run_id, output: 'mended' });
    expect(await look(failed)).toMatchObject({ status: 'Failed', retried_as: again.run_id });
    expect(countOf(app, 'before the-event')).toBe(2);
    expect(await rerun(again.run_id)).toMatchObject({ status: 409, body: { error: 'the run has done its work' } });
    broken = true;
  });

  test('of a cancelled run is possible, and refused while the one that repeats it is running', async () => {
    await suite.send('go/naps');
    const sleeping = await newestOf('naps', 'Running');
    expect(await rerun(sleeping.run_id)).toMatchObject({ status: 409 });
    await untilWaiting(app, 'naps');
    await askRunner(app, `/v1/runs/${sleeping.run_id}`, { method: 'DELETE' });
    const both = await Promise.all([rerun(sleeping.run_id), rerun(sleeping.run_id)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await runsOf('naps', '&status=Running')).toHaveLength(1);
    const [repeated] = await runsOf('naps', '&status=Running');
    await askRunner(app, `/v1/runs/${repeated?.run_id}`, { method: 'DELETE' });
  });

  test('of a batch has all its events', async () => {
    await suite.send('go/batch', { n: 1 });
    await suite.send('go/batch', { n: 2 });
    const failed = await newestOf('batch', 'Failed');
    broken = false;
    expect((await rerun(failed.run_id)).status).toBe(200);
    expect(await newestOf('batch', 'Completed')).toMatchObject({ output: 'mended 2' });
    broken = true;
  });

  test('is refused in words where the function’s own limits refuse a second run', async () => {
    await suite.send('go/once', { order: 'o1' });
    const failed = await newestOf('once', 'Failed');
    expect(await rerun(failed.run_id)).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('idempotency key') },
    });
    await suite.send('go/single', { key: 'k' });
    await untilWaiting(app, 'single');
    const [first] = await runsOf('single');
    await askRunner(app, `/v1/runs/${first?.run_id}`, { method: 'DELETE' });
    await suite.send('go/single', { key: 'k' });
    await untilWaiting(app, 'single');
    expect(await rerun(first?.run_id ?? '')).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('singleton') },
    });
    expect(await rerun('nobody')).toMatchObject({ status: 404 });
  });
});

describe('what the runner tells', () => {
  test('of a run: its steps with their errors, until when it sleeps, and the calls that are still to be made', async () => {
    await suite.send('go/fails');
    const failed = await look(await newestOf('fails', 'Failed'));
    expect(failed.output).toMatchObject({ name: 'TypeError', message: 'not yet mended' });
    expect(failed.steps).toMatchObject([
      { name: 'before', status: 'done', error: null },
      { name: 'fail', status: 'done', error: { name: 'TypeError', message: 'not yet mended' } },
    ]);
    expect(failed.calls).toEqual([]);
    await suite.send('go/naps');
    await untilWaiting(app, 'naps');
    const sleeping = await look(await newestOf('naps', 'Running'));
    const until6h = new Date(app.now().getTime() + 5 * HOUR_MS).toISOString();
    expect(sleeping.steps).toMatchObject([
      { name: 'before', status: 'done' },
      { name: 'rest', status: 'waiting', wake_at: sleeping.wakes_at },
    ]);
    expect(String(sleeping.wakes_at) > until6h).toBe(true);
    await suite.send('go/again');
    await until('it was tried', () => countOf(app, 'again') === 1);
    const later = await until('it is queued again', async () => {
      const run = await look(await newestOf('again', 'Running'));
      return run.calls.some((call) => !call.under_way) ? run : null;
    });
    const [call] = later.calls;
    expect(String(call?.due_at) > new Date(Date.now() + 5 * 60_000).toISOString()).toBe(true);
  });

  test('of a function: its runs by what they do, what failed of late, and the oldest that waits', async () => {
    expect(await figuresOf('naps')).toMatchObject({ active: 1, sleeping: 1, failed: 0, oldest_due_at: null });
    const failures = await runsOf('fails', '&status=Failed');
    expect(await figuresOf('fails')).toMatchObject({ failed: failures.length });
    await Promise.all([1, 2].map((n) => suite.send('go/narrow', { n })));
    await until('the second waits for its place', async () => (await figuresOf('narrow'))?.parked === 1);
    expect(await figuresOf('narrow')).toMatchObject({ active: 2, sleeping: 0, oldest_queued_at: null });
    app.done.push('widen');
    await until('both have ended', async () => (await figuresOf('narrow'))?.active === 0);
    app.jump(25 * HOUR_MS);
    await until('what failed is no longer of late', async () => (await figuresOf('fails'))?.failed === 0);
  });

  test('in pages, each run once, and only of the status, function and waiting that are asked for', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 20; page += 1) {
      const next: { runs: Run[]; cursor: string | null } = await pageOf(
        `limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      expect(next.runs.length).toBeLessThanOrEqual(3);
      seen.push(...next.runs.map((run) => run.run_id));
      cursor = next.cursor;
    }
    const all = (await pageOf('')).runs.map((run) => run.run_id);
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(6);
    expect((await runsOf('fails', '&status=Completed')).map((run) => run.status)).toEqual(['Completed']);
    // What the jump of the test before has woken may go on, and end, between two of these questions.
    await until('the two parts of what runs are all of it', async () => {
      const [whole, waiting, others] = await Promise.all(
        ['', '&waiting=true', '&waiting=false'].map(async (part) => (await pageOf(`status=Running${part}`)).runs),
      );
      if (whole === undefined || waiting === undefined || others === undefined) return false;
      expect(waiting.every((run) => run.wakes_at !== null) && others.every((run) => run.wakes_at === null)).toBe(true);
      return waiting.length + others.length === whole.length;
    });
    for (const wrong of ['status=Odd', 'cursor=x', 'limit=0', 'data=nothing'])
      expect((await askRunner(app, `/v1/runs?${wrong}`)).status, wrong).toBe(400);
  });

  test('only of those whose event names the value that is asked for or none, and never of what cannot be read', async () => {
    for (const payload of [{ team: 'ours' }, { team: 'theirs' }, { team: 'ours', text: 'a\u0000b' }])
      await suite.send('go/fails', payload);
    await until('all three have failed', async () => (await figuresOf('fails'))?.failed === 3);
    const [ours, theirs] = await Promise.all(
      ['ours', 'theirs'].map((team) => runsOf('fails', `&status=Failed&data=team:${team}`)),
    );
    const teams = (runs: Run[] = []) =>
      runs.map((run) => z.object({ data: z.looseObject({}) }).parse(run.event).data.team);
    expect(teams(ours).filter((team) => team !== undefined)).toEqual(['ours']);
    expect(teams(theirs).filter((team) => team !== undefined)).toEqual(['theirs']);
    expect(await figuresOf('fails', '?data=team:ours')).toMatchObject({ failed: 1 });
    const foreign = theirs?.find((run) => teams([run])[0] === 'theirs');
    expect((await askRunner(app, `/v1/runs/${foreign?.run_id}?data=team:ours`)).status).toBe(404);
    expect((await askRunner(app, `/v1/runs/${foreign?.run_id}?data=team:theirs`)).status).toBe(200);
  });
});
