import { setTimeout as sleep } from 'node:timers/promises';
import type { Inngest, InngestFunction } from 'inngest';
import { Client } from 'pg';
import type { TestApp } from '../../inngest/local/testing/app';
import { startApp, until, untilWaiting } from '../../inngest/local/testing/app';
import { startProcess } from '../../inngest/local/testing/runner-process';
import { median } from '../median';
import { cpuMsOf } from './cpu';
import type { BenchServer } from './server';

const RUNS = 500;
const STEPS = 200;
const LATENCIES = 30;
const SLEEPING = 100_000;
const IDLE_MS = 60_000;
/** Until the memory of the work before has been tidied up. */
const SETTLE_MS = 30_000;
const PATIENCE_MS = 300_000;

interface Bench {
  app: TestApp;
  runnerPid: number;
  postgresPid: number;
  query(text: string): Promise<Record<string, unknown>[]>;
}

/**
 * `bench -- runner`: the local runner as a process of its own, with the real SDK in this one, on a PostgreSQL that commits to
 * its disk. Each figure stands beside what the SDK's own handler took in the same run; CPU of the runner, of PostgreSQL and
 * of this process (the SDK) is counted apart. The sleeping runs are copies of the rows of one that fell asleep by itself.
 */
export async function benchRunner(server: BenchServer): Promise<Record<string, unknown>> {
  const app = await startApp(benchFunctions);
  const client = new Client({ connectionString: server.postgres.url });
  await client.connect();
  const runner = await startProcess(app, server.postgres.url);
  const bench: Bench = {
    app,
    runnerPid: runner.pid,
    postgresPid: server.postgres.pid,
    query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
  };
  try {
    await until('the runner knows the functions', async () => {
      return (await bench.query('select 1 from inngest_local.functions')).length === 5;
    });
    const report: Record<string, unknown> = {};
    for (const [name, measure] of Object.entries({ eventToStep, runs500, steps200, steps200Classic, idle100k })) {
      report[name] = await measure(bench);
      console.error(`runner, ${name}: ${JSON.stringify(report[name])}`);
    }
    return report;
  } finally {
    await runner.kill('SIGTERM');
    await client.end();
    await app.close();
  }
}

function benchFunctions(client: Inngest, done: string[]): InngestFunction.Any[] {
  const many = async ({ step }: { step: { run(id: string, work: () => number): Promise<unknown> } }) => {
    for (let n = 0; n < STEPS; n += 1) await step.run(`s${n}`, () => n);
    done.push('many');
  };
  return [
    client.createFunction({ id: 'latency', retries: 0, triggers: [{ event: 'bench/latency' }] }, async ({ step }) =>
      step.run('one', () => done.push(`begun ${performance.now()}`)),
    ),
    client.createFunction({ id: 'one', retries: 0, triggers: [{ event: 'bench/one' }] }, async ({ step }) =>
      step.run('one', () => done.push('one')),
    ),
    client.createFunction({ id: 'many', retries: 0, triggers: [{ event: 'bench/many' }] }, many),
    client.createFunction(
      { id: 'many-classic', retries: 0, checkpointing: false, triggers: [{ event: 'bench/many-classic' }] },
      many,
    ),
    client.createFunction({ id: 'sleeper', retries: 0, triggers: [{ event: 'bench/sleeper' }] }, async ({ step }) =>
      step.sleep('long', '300d'),
    ),
  ];
}

/** From the first byte of the event's request to the begin of the step, one event after another, nothing else to do. */
async function eventToStep({ app }: Bench) {
  const took: number[] = [];
  for (let n = 0; n < LATENCIES; n += 1) {
    app.done.length = 0;
    const sentAt = performance.now();
    await app.client.send({ name: 'bench/latency', data: {} });
    const begun = await until('the step begins', () => app.done[0]);
    took.push(Number(begun.slice('begun '.length)) - sentAt);
    await sleep(100);
  }
  took.sort((a, b) => a - b);
  return {
    events: LATENCIES,
    p50Ms: round(median(took)),
    p90Ms: round(took[Math.floor(LATENCIES * 0.9)] ?? 0),
    sdkHandlerP50Ms: round(median(app.handledMs)),
  };
}

async function runs500(bench: Bench) {
  const figures = await timed(bench, RUNS, async () => {
    await bench.app.client.send(Array.from({ length: RUNS }, () => ({ name: 'bench/one', data: {} })));
    await ended(bench, 'one', RUNS);
  });
  return { runs: RUNS, perSecond: round((RUNS * 1_000) / figures.totalMs), ...figures };
}

const steps200 = (bench: Bench) => steps(bench, 'many');
const steps200Classic = (bench: Bench) => steps(bench, 'many-classic');

async function steps(bench: Bench, id: string) {
  const figures = await timed(bench, STEPS, async () => {
    await bench.app.client.send({ name: `bench/${id}`, data: {} });
    await ended(bench, id, 1);
  });
  return { steps: STEPS, msAStep: round(figures.totalMs / STEPS), ...figures };
}

/** Wall time of some work, the calls of the SDK in it and how long it had them, and everybody's CPU, of which a unit. */
async function timed(bench: Bench, units: number, work: () => Promise<void>) {
  const { app } = bench;
  app.handledMs.length = 0;
  const before = cpuOf(bench);
  const begunAt = performance.now();
  await work();
  const totalMs = performance.now() - begunAt;
  const after = cpuOf(bench);
  const handler = { calls: app.handledMs.length, p50Ms: round(median(app.handledMs)) };
  const sumMs = app.handledMs.reduce((sum, one) => sum + one, 0);
  return {
    totalMs: round(totalMs),
    sdkHandler: { ...handler, sumMs: round(sumMs) },
    cpuMsEach: {
      runner: each(before.runner, after.runner, units),
      postgres: each(before.postgres, after.postgres, units),
      sdk: each(before.sdk, after.sdk, units),
    },
  };
}

/** What the runner costs while nothing falls due and 100,000 runs sleep. */
async function idle100k(bench: Bench) {
  await bench.app.client.send({ name: 'bench/sleeper', data: {} });
  await untilWaiting(bench.app, 'sleeper');
  await bench.query(`insert into inngest_local.runs select (jsonb_populate_record(r, jsonb_build_object('id', 'copy-' || n))).*
    from inngest_local.runs r, generate_series(1, ${SLEEPING - 1}) n where function_id = 'test-app-sleeper'`);
  await bench.query(`insert into inngest_local.steps select (jsonb_populate_record(s, jsonb_build_object('run_id', 'copy-' || n))).*
    from inngest_local.steps s, generate_series(1, ${SLEEPING - 1}) n where status = 'waiting' and s.run_id not like 'copy-%'`);
  await bench.query('vacuum analyze inngest_local.runs, inngest_local.steps');
  await bench.query('checkpoint');
  await sleep(SETTLE_MS);
  const before = cpuOf(bench);
  await sleep(IDLE_MS);
  const after = cpuOf(bench);
  const [row] = await bench.query(`select count(*)::int as n from inngest_local.steps where status = 'waiting'`);
  const percent = (from: number | null, to: number | null) =>
    from === null || to === null ? null : Math.round(((to - from) / IDLE_MS) * 10_000) / 100;
  return {
    sleeping: row?.n,
    seconds: IDLE_MS / 1_000,
    percentOfACore: {
      runner: percent(before.runner, after.runner),
      postgres: percent(before.postgres, after.postgres),
      sdk: percent(before.sdk, after.sdk),
    },
  };
}

function cpuOf({ runnerPid, postgresPid }: Bench) {
  const { user, system } = process.cpuUsage();
  return { runner: cpuMsOf(runnerPid), postgres: cpuMsOf(postgresPid), sdk: (user + system) / 1_000 };
}

async function ended(bench: Bench, id: string, count: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
    const [row] = await bench.query(
      `select count(*)::int as n from inngest_local.runs where function_id = 'test-app-${id}' and status = 'Completed'`,
    );
    if (row?.n === count) return;
  }
  throw new Error(`waited ${PATIENCE_MS / 1_000} s in vain for ${count} runs of ${id}`);
}

function each(before: number | null, after: number | null, units: number): number | null {
  return before === null || after === null ? null : round((after - before) / units);
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
