import { sql } from 'drizzle-orm';
import pg from 'pg';
import postgres from 'postgres';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { newId } from '../../lib/platform/ids';
import type { BenchServer, Field } from './server';
import { createPeople, INSTALLATION, NOW } from './server';

/** Connections that call at the same time. */
export const LANES = 64;
/** More than the fastest of the lanes can use up; running out is an error, not a slow figure. */
const PEOPLE = 60_000;
/** Calls on each connection before the first measurement: after five of them PostgreSQL keeps a statement's plan. */
const WARM_CALLS = 8;
const DURATIONS_S = { day: 86_400, week: 604_800, attempt: 86_400, ramp: 86_400 };

/** A pool as the application's role whose statements are prepared once a connection, the floors' as the ledger's. */
export type Lanes = postgres.Sql;

/** Opens `LANES` connections of the workspace. */
export function openLanes({ appUrl, workspaceId }: BenchServer): Lanes {
  const connection = { 'app.workspace_id': workspaceId } as Record<string, string>;
  return postgres(appUrl, { max: LANES, onnotice: () => undefined, connection });
}

/** Calls `work` often enough on all connections that no measurement pays for planning it. */
export async function warm(work: () => Promise<unknown>): Promise<void> {
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let call = 0; call < WARM_CALLS; call += 1) await work();
    }),
  );
}

export async function createFloors({ owner }: BenchServer): Promise<void> {
  await owner.orm.execute(
    sql`create table bench_counters (id int primary key, used int not null default 0) with (fillfactor = 50)`,
  );
  await owner.orm.execute(
    sql`create table bench_rows (id bigint generated always as identity primary key, counter int not null, at timestamptz not null)`,
  );
  await owner.orm.execute(sql`insert into bench_counters (id) select generate_series(1, 10000)`);
  await owner.orm.execute(sql`grant all on bench_counters, bench_rows to headroom_app`);
}

/** A floor: one row changed, one statement. */
export async function updateOne(lanes: Lanes, id: number): Promise<void> {
  await lanes`update bench_counters set used = used + 1 where id = ${id}`;
}

/** The other floor: begin, one row changed, one inserted, commit. */
export async function updateAndInsert(lanes: Lanes, id: number): Promise<void> {
  await lanes.begin(async (tx) => {
    await tx`update bench_counters set used = used + 1 where id = ${id} returning used`;
    await tx`insert into bench_rows (counter, at) values (${id}, now())`;
  });
}

/** A maker of reservations, each for another person; any other outcome than the wanted one is a fault of the bench. */
export async function reservations(server: BenchServer, lanes: Lanes, field: Field, tag: string, wanted = 'reserved') {
  await createPeople(server, field, { tag, people: PEOPLE });
  let used = 0;
  return async () => {
    used += 1;
    // Kept for this call: the other lanes count on while it waits.
    const at = used;
    if (at > PEOPLE) throw new Error('the bench ran out of people');
    const send = { id: newId('send'), fence: `fence ${at}` };
    const accountId = field.accountIds[at % field.accountIds.length] ?? '';
    const [row] = await lanes<{ outcome: string; reason: string | null }[]>`
      select * from send_reserve(${send.id}, ${accountId}, ${field.campaignId}, ${`enr_${tag}_${at}`}, ${field.stepId}, ${`ppl_${tag}_${at}`},
        'visit', 'plain', 'engine', ${send.fence}, ${NOW}, ${INSTALLATION}, 30000)`;
    if (row?.outcome !== wanted) throw new Error(`a reservation was ${row?.outcome}: ${row?.reason}`);
    return send;
  };
}

/** A reservation, its dispatch and its settlement: all that the ledger does for one send. */
export async function throughToSettled(lanes: Lanes, reserve: Awaited<ReturnType<typeof reservations>>): Promise<void> {
  const { id, fence } = await reserve();
  const [begun] = await lanes<{ outcome: string }[]>`
    select * from send_dispatch(${id}, ${fence}, ${NOW}, ${INSTALLATION}, 30000)`;
  if (begun?.outcome !== 'dispatching') throw new Error(`a dispatch was ${begun?.outcome}`);
  const answer = lanes.json({ code: 'accepted', detail: '' });
  const [done] = await lanes<{ settled: boolean }[]>`
    select send_settle(${id}, ${fence}, 'sent', 'all', null, ${answer}, ${NOW}) as settled`;
  if (done?.settled !== true) throw new Error('a settlement changed nothing');
}

/** Four limits, as the users of `rate-limiter-flexible` write them: one limiter each, consumed one after the other. */
export async function openLimiters(server: BenchServer, points: number) {
  const pool = new pg.Pool({ connectionString: server.postgres.url, max: LANES });
  const limiters = await Promise.all(
    Object.entries(DURATIONS_S).map(([name, duration]) => limiterOf(pool, { name, duration, points })),
  );
  const consume = async (key: string) => {
    for (const limiter of limiters) await limiter.consume(key);
  };
  return { consume, end: () => pool.end() };
}

function limiterOf(
  pool: pg.Pool,
  input: { name: string; duration: number; points: number },
): Promise<RateLimiterPostgres> {
  const { name, duration, points } = input;
  return new Promise((resolve, reject) => {
    const options = { storeClient: pool, tableName: `limiter_${name}`, points, duration };
    const limiter: RateLimiterPostgres = new RateLimiterPostgres(options, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    );
  });
}
