import { sql } from 'drizzle-orm';
import { median } from '../median';
import type { Lanes } from './reserve-calls';
import {
  createFloors,
  LANES,
  openLanes,
  openLimiters,
  reservations,
  throughToSettled,
  updateAndInsert,
  updateOne,
  warm,
} from './reserve-calls';
import { interleave, measure, ratio, type Sample } from './rounds';
import type { BenchServer } from './server';
import { createField, resetClock } from './server';

const ROUND_MS = 2_000;
const ROUNDS = 5;
const SPREADS = [1, 100, 10_000];
const NO_LIMIT = 1_000_000_000;
const FULL_AT = 25;

/**
 * `bench -- reserve`: a reservation of a profile visit in its four budgets with every gate, as the one call of the database that it is, against two
 * floors (a transaction of one UPDATE and one INSERT; a single-row UPDATE) and against `rate-limiter-flexible` consuming
 * four of the same limits. Every statement is prepared and warm, rounds are interleaved and medians taken; WAL is bytes a
 * reservation.
 */
export async function benchReserve(server: BenchServer): Promise<Record<string, unknown>> {
  const lanes = openLanes(server);
  try {
    await createFloors(server);
    const report: Record<string, unknown> = {};
    for (const accounts of SPREADS) {
      const figures = await atSpread(server, lanes, accounts);
      report[accounts === 1 ? 'hot' : accounts === 10_000 ? 'spread' : `accounts${accounts}`] = figures;
      console.error(`reserve over ${accounts} accounts: ${JSON.stringify(figures)}`);
    }
    return { ...report, ...(await denialAndWal(server, lanes)) };
  } finally {
    await lanes.end();
  }
}

async function atSpread(server: BenchServer, lanes: Lanes, accounts: number) {
  const tag = `s${accounts}`;
  const field = await createField(server, { count: accounts, cap: NO_LIMIT, tag });
  const reserve = await reservations(server, lanes, field, `${tag}r`);
  const settle = await reservations(server, lanes, field, `${tag}f`);
  const limiters = await openLimiters(server, NO_LIMIT);
  let turn = 0;
  const next = () => (turn++ % accounts) + 1;
  const works = {
    update: () => updateOne(lanes, next()),
    transaction: () => updateAndInsert(lanes, next()),
    reserve: async () => void (await reserve()),
    reserveAndSettle: () => throughToSettled(lanes, settle),
    rateLimiterFlexible: () => limiters.consume(`${tag} ${next()}`),
  };
  try {
    await resetClock(server);
    for (const work of Object.values(works)) await warm(work);
    return ratios(
      await interleave(ROUNDS, {
        update: () => timed(server, works.update),
        transaction: () => timed(server, works.transaction),
        reserve: () => timed(server, works.reserve),
        reserveAndSettle: () => timed(server, works.reserveAndSettle),
        rateLimiterFlexible: () => timed(server, works.rateLimiterFlexible),
      }),
    );
  } finally {
    await limiters.end();
  }
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

/**
 * What a full cap costs while everybody asks for it, as a ratio to reservations of one account by as many connections, and
 * the WAL of one reservation. The cap is full of real sends, which a refusal counts to say when it frees.
 */
async function denialAndWal(server: BenchServer, lanes: Lanes) {
  const open = await createField(server, { count: 1, cap: NO_LIMIT, tag: 'd' });
  const full = await createField(server, { count: 1, cap: FULL_AT, tag: 'x' });
  const reserve = await reservations(server, lanes, open, 'dr');
  const fill = await reservations(server, lanes, full, 'df');
  const deny = await reservations(server, lanes, full, 'dx', 'capped');
  await resetClock(server);
  for (let slot = 0; slot < FULL_AT; slot += 1) await fill();
  await warm(reserve);
  await warm(deny);
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
  const perSecond = { reserve: Math.round(samples.reserve.perSecond), denial: Math.round(samples.denial.perSecond) };
  const denial = { ratioToReserve: ratio(samples.denial.perSecond, samples.reserve.perSecond), perSecond };
  return { denial, walBytes: Math.round(median(wal)) };
}

async function walPosition(server: BenchServer): Promise<number> {
  const [row] = await server.owner.orm.execute<{ at: string }>(
    sql`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at`,
  );
  return Number(row?.at ?? 0);
}
