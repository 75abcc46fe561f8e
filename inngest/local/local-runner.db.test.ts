import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from './testing/app';
import { askRunner, countOf, runsOf, until, untilWaiting } from './testing/app';
import { openRunnerSuite } from './testing/runner-suite';

const HOUR_MS = 3_600_000;
type Suite = Awaited<ReturnType<typeof openRunnerSuite>>;
let suite: Suite;
let app: TestApp;

beforeAll(async () => {
  suite = await openRunnerSuite();
  app = suite.app;
});
afterAll(() => suite?.close());

const send: Suite['send'] = (...args) => suite.send(...args);
const ended: Suite['ended'] = (...args) => suite.ended(...args);
const state = async () => (await (await askRunner(app, '/v1/state')).json()).data;
const count = (what: string) => countOf(app, what);

describe('a run', () => {
  test('goes through its steps once each and reads the event’s own id; with checkpoints it takes one call', async () => {
    const before = app.calls();
    await send('go/steps', {}, { id: 'my-own-id' });
    const run = await ended('steps');
    expect(run).toMatchObject({ status: 'Completed', output: { b: 'AB', eventId: 'my-own-id' } });
    expect(count('steps:a') + count('steps:b')).toBe(2);
    expect(app.calls() - before).toBeLessThanOrEqual(2);
  });

  test('does the same without checkpoints, a call a step', async () => {
    await send('go/classic');
    expect(await ended('classic')).toMatchObject({ status: 'Completed', output: 'AB' });
    expect([count('classic:a'), count('classic:b')]).toEqual([1, 1]);
  });

  test('runs parallel steps once each and joins them after a sleep beside them', async () => {
    await send('go/parallel');
    expect(await ended('parallel')).toMatchObject({ status: 'Completed', output: 'XYZ' });
    expect([count('parallel:x'), count('parallel:y')]).toEqual([1, 1]);
  });

  test('goes on after the first of a race, running nothing twice', async () => {
    await send('go/race');
    expect(await ended('race')).toMatchObject({ status: 'Completed', output: 'fast' });
    expect([count('race:fast'), count('race:slow'), count('race:after')]).toEqual([1, 1, 1]);
  });

  test('invokes another function and sends events', async () => {
    await send('go/parent');
    expect(await ended('parent')).toMatchObject({ status: 'Completed', output: { answer: 40, told: 1 } });
    await until('the event is taken', () => count('told:parent') === 1);
  });

  test('keeps a result with a zero character', async () => {
    await send('go/zero');
    expect(await ended('zero')).toMatchObject({ status: 'Completed', output: 'a\u0000b' });
  });
});

describe('a failure', () => {
  test('of a step is tried again after the time it asks for, without the steps before it', async () => {
    await send('go/flaky');
    expect(await ended('flaky')).toMatchObject({ status: 'Completed', output: 'at last' });
    expect([count('flaky:before'), count('flaky:try')]).toEqual([1, 3]);
  });

  test('that is final ends the run at once and calls onFailure', async () => {
    await send('go/doomed');
    expect(await ended('doomed')).toMatchObject({ status: 'Failed' });
    await until('onFailure runs', () => app.done.some((one) => one.startsWith('doomed:failure:never:26')));
    expect(count('doomed:die')).toBe(1);
  });

  test('can be caught in the function', async () => {
    await send('go/caught');
    expect(await ended('caught')).toMatchObject({ status: 'Completed', output: 'RangeError:too far' });
  });
});

describe('limits on runs', () => {
  test('a concurrency key lets one call through at a time, other keys beside it, and none is lost', async () => {
    await Promise.all(['a', 'a', 'a', 'a', 'b'].map((key) => send('go/limited', { key })));
    await until('all have run', () => count('limited:a') === 4 && count('limited:b') === 1);
    const ofA = app.done.filter((one) => /^limited:(begin:)?a$/.test(one));
    expect(ofA.join()).toBe(Array(4).fill('limited:begin:a,limited:a').join());
    // The other key's call did not wait for those before it.
    expect(app.done.indexOf('limited:b')).toBeLessThan(app.done.lastIndexOf('limited:begin:a'));
  });

  test('a trigger’s condition chooses the events', async () => {
    await send('go/picky', { plan: 'pro', n: 2, tag: 'few' });
    await send('go/picky', { plan: 'free', n: 9, tag: 'free' });
    await send('go/picky', { plan: 'pro', n: 3, tag: 'right' });
    await until('the right one runs', () => count('picky:right') === 1);
    expect(app.done.filter((one) => one.startsWith('picky:'))).toEqual(['picky:right']);
  });

  test('an event’s id and a function’s idempotency key start one run', async () => {
    await send('go/once', { order: 'o1' }, { id: 'same' });
    await send('go/once', { order: 'o2' }, { id: 'same' });
    await send('go/once', { order: 'o1' }, { id: 'other' });
    await send('go/once', { order: 'o3' });
    await until('the last one runs', () => count('once:o3') === 1);
    expect(app.done.filter((one) => one.startsWith('once:'))).toEqual(['once:o1', 'once:o3']);
  });
});

test('a run that is cancelled in the middle of a call begins no further step', async () => {
  await send('go/busy');
  await until('it is under way', () => count('busy') >= 2);
  const [run] = await runsOf(app, 'busy');
  const answer = await askRunner(app, `/v1/runs/${run?.run_id}`, { method: 'DELETE' });
  expect(answer.status).toBe(200);
  const begun = count('busy');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(count('busy')).toBe(begun);
  expect(await ended('busy')).toMatchObject({ status: 'Cancelled' });
});

// These move the app's time, which only goes forward: they come last, one after another.
describe('app time', () => {
  test('a wait ends with the event that matches, or with its time-out', async () => {
    await send('go/wait', { id: 'w1' });
    await send('go/wait', { id: 'w2' });
    await untilWaiting(app, 'waiter', 2);
    await send('go/answer', { id: 'w1', text: 'hello' });
    expect(await ended('waiter')).toMatchObject({ output: 'hello' });
    app.jump(2 * HOUR_MS);
    await ended('waiter', 2);
    expect((await runsOf(app, 'waiter')).map((run) => run.output).sort()).toEqual(['hello', 'timed out']);
  });

  test('a jump of the clock ends a sleep, and the next sleep counts from there', async () => {
    await send('go/nap', { n: 1 });
    await untilWaiting(app, 'nap');
    expect(count('nap:1')).toBe(0);
    app.jump(6 * HOUR_MS);
    await until('the sleep ends', () => count('nap:1') > 0);
    await untilWaiting(app, 'nap');
    app.jump(6 * HOUR_MS + 60_000);
    expect(await ended('nap')).toMatchObject({ status: 'Completed', output: 'rested' });
  });

  test('an event of a later time is handled then', async () => {
    await send('go/told', { by: 'future' }, { ts: app.now().getTime() + 3 * HOUR_MS });
    await send('go/told', { by: 'present' });
    await until('the present one', () => count('told:present') === 1);
    expect(count('told:future')).toBe(0);
    app.jump(3 * HOUR_MS + 1_000);
    await until('the future one', () => count('told:future') === 1);
  });

  test('cancelOn ends the run that matches and no other, while its time-out lasts', async () => {
    await Promise.all(['s1', 's2'].map((id) => send('go/stoppable', { id })));
    await untilWaiting(app, 'stoppable', 2);
    await send('go/stop', { id: 's1' });
    expect(await ended('stoppable')).toMatchObject({ status: 'Cancelled' });
    app.jump(11 * HOUR_MS);
    await until(
      'the runner sees the time',
      async () => (await state()).now > new Date(app.now().getTime() - HOUR_MS).toISOString(),
    );
    await send('go/stop', { id: 's2' });
    app.jump(100 * HOUR_MS);
    await until('the other one ends its sleep', () => count('stoppable:s2') > 0);
    expect(count('stoppable:s1')).toBe(0);
  });

  test('a cron falls due in its own zone, once however far the clock has jumped', async () => {
    const had = app.done.filter((one) => one.startsWith('nightly:')).length;
    app.jump(72 * HOUR_MS);
    await until('the cron runs', () => app.done.filter((one) => one.startsWith('nightly:')).length > had);
    const fired = app.done.filter((one) => one.startsWith('nightly:')).slice(had);
    expect(fired).toHaveLength(1);
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' });
    expect(fired.map((one) => local.format(new Date(one.slice('nightly:'.length))))).toEqual(['02:30']);
  });

  test('in the end nothing is stuck', async () => {
    const quiet = await until('nothing is under way', async () => {
      const seen = await state();
      return seen.callsUnderWay === 0 && seen.readyJobs === 0 && seen.dueNow === false ? seen : null;
    });
    expect(quiet).toMatchObject({ runsNobodyCalls: 0, pendingEvents: 0, pendingSteps: 0, laterJobs: 0 });
    expect(quiet.runs).not.toHaveProperty('Running');
  });
});
