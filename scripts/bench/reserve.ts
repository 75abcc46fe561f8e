import { sql } from 'drizzle-orm';
import pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { inWorkspace, openDatabase, rowsOf } from '../../db/client';
import { dispatchSend, reserveSend, settleSend } from '../../db/queries/send-store';
import { interleave, measure, ratio, type Sample } from './rounds';
import type { BenchServer, Field } from './server';
import { createField, createPeople, INSTALLATION, NOW, resetClock } from './server';

const LANES = 64;
const ROUND_MS = 2_000;
const ROUNDS = 5;
const SPREADS = [1, 100, 10_000];
/** More than the fastest of the lanes can use up; running out is an error, not a slow figure. */
const PEOPLE = 60_000;
const NO_LIMIT = 1_000_000_000;

/**
 * `bench -- reserve`: a reservation in five budgets with every gate, against two floors (a transaction of one UPDATE and
 * one INSERT; a single-row UPDATE) and against `rate-limiter-flexible` consuming four of the same limits. Rounds are
 * interleaved and medians taken; WAL is bytes a reservation.
 */
export async function benchReserve(server: BenchServer): Promise<Record<string, unknown>> {
  await createFloors(server);
  const report: Record<string, unknown> = {};
  for (const accounts of SPREADS) {
    const figures = await atSpread(server, accounts);
    report[accounts === 1 ? 'hot' : accounts === 10_000 ? 'spread' : `accounts${accounts}`] = figures;
    console.error(`reserve over ${accounts} accounts: ${JSON.stringify(figures)}`);
  }
  const { denial, walBytes } = await denialAndWal(server);
  return { ...report, denial, walBytes };
}

async function atSpread(server: BenchServer, accounts: number) {
  const tag = `s${accounts}`;
  const field = await createField(server, { count: accounts, cap: NO_LIMIT, tag });
  const reserve = await reservations(server, field, `${tag}r`);
  const settle = await reservations(server, field, `${tag}f`);
  let turn = 0;
  const next = () => (turn++ % accounts) + 1;
  const samples = await interleave(ROUNDS, {
    update: () => measure(LANES, ROUND_MS, () => updateOne(server, next())),
    transaction: () => measure(LANES, ROUND_MS, () => updateAndInsert(server, next())),
    reserve: () => timed(server, async () => void (await reserve())),
    reserveAndSettle: () => timed(server, () => throughToSettled(server, settle)),
    rateLimiterFlexible: () => consumeInTurn(server, () => `${tag} ${next()}`),
  });
  return ratios(samples);
}

function ratios(
  samples: Record<'update' | 'transaction' | 'reserve' | 'reserveAndSettle' | 'rateLimiterFlexible', Sample>,
) {
  const { update, transaction, reserve, reserveAndSettle, rateLimiterFlexible } = samples;
  return {
    ratioToTransaction: ratio(reserve.perSecond, transaction.perSecond),
    ratioToUpdate: ratio(reserve.perSecond, update.perSecond),
    p99RatioToTransaction: ratio(reserve.p99Ms, transaction.p99Ms),
    ratioToRateLimiterFlexible: ratio(reserve.perSecond, rateLimiterFlexible.perSecond),
    reserveAndSettleRatioToTransaction: ratio(reserveAndSettle.perSecond, transaction.perSecond),
    perSecond: Object.fromEntries(Object.entries(samples).map(([name, one]) => [name, Math.round(one.perSecond)])),
  };
}

async function timed(server: BenchServer, work: () => Promise<void>): Promise<Sample> {
  await resetClock(server);
  return measure(LANES, ROUND_MS, work);
}

/** A maker of reservations, each for another person; any other outcome than the wanted one is a fault of the bench. */
async function reservations(server: BenchServer, field: Field, tag: string, wanted = 'reserved') {
  await createPeople(server, field, { tag, people: PEOPLE });
  let used = 0;
  return async () => {
    used += 1;
    // Kept for this call: the other lanes count on while it waits.
    const at = used;
    if (at > PEOPLE) throw new Error('the bench ran out of people');
    const accountId = field.accountIds[at % field.accountIds.length] ?? '';
    const row = await inWorkspace(server.app, server.workspaceId, (tx) =>
      reserveSend(tx, {
        accountId,
        campaignId: field.campaignId,
        enrolmentId: `enr_${tag}_${at}`,
        stepKey: field.stepId,
        prospectId: `ppl_${tag}_${at}`,
        action: 'invite',
        variant: 'plain',
        origin: 'engine',
        now: NOW,
        installationId: INSTALLATION,
        leaseMs: 30_000,
      }),
    );
    if (row.outcome !== wanted) throw new Error(`a reservation was ${row.outcome}: ${row.reason}`);
    return row;
  };
}

async function throughToSettled(server: BenchServer, reserve: Awaited<ReturnType<typeof reservations>>): Promise<void> {
  const { sendId, fence } = await reserve();
  const send = { sendId: sendId ?? '', fence, now: NOW };
  await inWorkspace(server.app, server.workspaceId, (tx) =>
    dispatchSend(tx, { ...send, installationId: INSTALLATION, deadlineMs: 30_000 }),
  );
  const answer = { state: 'sent', keep: 'all', providerRef: null, answer: { code: 'accepted', detail: '' } };
  await inWorkspace(server.app, server.workspaceId, (tx) => settleSend(tx, { ...send, ...answer }));
}

/** What a full cap costs, as a ratio to a reservation, and the WAL of one reservation. */
async function denialAndWal(server: BenchServer) {
  const open = await createField(server, { count: 100, cap: NO_LIMIT, tag: 'd' });
  const full = await createField(server, { count: 100, cap: 0, tag: 'x' });
  const reserve = await reservations(server, open, 'dr');
  const deny = await reservations(server, full, 'dx', 'capped');
  const wal: number[] = [];
  const samples = await interleave(ROUNDS, {
    reserve: async () => {
      const before = await walPosition(server);
      const sample = await timed(server, async () => void (await reserve()));
      wal.push(((await walPosition(server)) - before) / ((sample.perSecond * ROUND_MS) / 1_000));
      return sample;
    },
    denial: () => timed(server, async () => void (await deny())),
  });
  wal.sort((a, b) => a - b);
  const walBytes = Math.round(wal[Math.floor(wal.length / 2)] ?? 0);
  return { denial: { ratioToReserve: ratio(samples.denial.perSecond, samples.reserve.perSecond) }, walBytes };
}

async function walPosition(server: BenchServer): Promise<number> {
  const [row] = await server.owner.orm.execute<{ at: string }>(
    sql`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at`,
  );
  return Number(row?.at ?? 0);
}

async function createFloors({ owner }: BenchServer): Promise<void> {
  await owner.orm.execute(
    sql`create table bench_counters (id int primary key, used int not null default 0) with (fillfactor = 50)`,
  );
  await owner.orm.execute(
    sql`create table bench_rows (id bigint generated always as identity primary key, counter int not null, at timestamptz not null)`,
  );
  await owner.orm.execute(sql`insert into bench_counters (id) select generate_series(1, 10000)`);
  await owner.orm.execute(sql`grant all on bench_counters, bench_rows to headroom_app`);
}

async function updateOne({ app }: BenchServer, id: number): Promise<void> {
  await app.orm.execute(sql`update bench_counters set used = used + 1 where id = ${id}`);
}

async function updateAndInsert({ app }: BenchServer, id: number): Promise<void> {
  await app.orm.transaction(async (tx) => {
    await rowsOf(tx, sql`update bench_counters set used = used + 1 where id = ${id} returning used`);
    await tx.execute(sql`insert into bench_rows (counter, at) values (${id}, now())`);
  });
}

/**
 * Four limits, as its users would write them: one limiter each, consumed one after the other, on as many connections. The
 * server has no room for both pools at a time; each is warm before it is measured.
 */
async function consumeInTurn(server: BenchServer, keyOf: () => string): Promise<Sample> {
  await server.app.end();
  const pool = new pg.Pool({ connectionString: server.postgres.url, max: LANES });
  try {
    await warm(() => pool.query('select pg_sleep(0.05)'));
    const limiters = await Promise.all(
      Object.entries(DURATIONS_S).map(([name, duration]) => limiterOf(pool, name, duration)),
    );
    return await measure(LANES, ROUND_MS, async () => {
      const key = keyOf();
      for (const limiter of limiters) await limiter.consume(key);
    });
  } finally {
    await pool.end();
    server.app = openDatabase(server.appUrl, LANES);
    await warm(() => server.app.orm.execute(sql`select pg_sleep(0.05)`));
  }
}

const DURATIONS_S = { day: 86_400, week: 604_800, attempt: 86_400, ramp: 86_400 };

async function warm(touch: () => PromiseLike<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, touch));
}

function limiterOf(pool: pg.Pool, name: string, duration: number): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const options = { storeClient: pool, tableName: `limiter_${name}`, points: NO_LIMIT, duration };
    const limiter: RateLimiterPostgres = new RateLimiterPostgres(options, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    );
  });
}
