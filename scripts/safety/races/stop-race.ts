import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/sending-days';
import type { SendWorld } from '../../../db/testing/send-world';
import { mismatches, setClock } from '../../../db/testing/send-world';
import { testContext } from '../../../db/testing/service-context';
import type { ServiceContext } from '../../../lib/services/context';
import { withWorkspace } from '../../../lib/services/context';
import { performSend } from '../../../lib/services/sends/perform-send';
import { reserveNext } from '../../../lib/services/sends/reserve-next';
import type { SendStore } from '../../../lib/services/sends/store';
import { withUnit } from '../../../lib/services/with-unit';
import { copyOf } from './copies';
import type { Pace } from './lanes';
import { inLanes } from './lanes';
import { RaceProvider } from './race-provider';
import { RACE_AT } from './slot-kinds';
import type { StopField } from './stop-field';
import { idsAtProvider, stopFieldOf, targetOf } from './stop-field';
import type { StopKind } from './stop-kinds';
import { STOP_KINDS } from './stop-kinds';

/** The one time-out of a call (design.md §4): what a stop lists has arrived by then, or never will. */
const CALL_MS = 30_000;
/** Transactions of a turn that nothing stops: reserve, dispatch, read, settle. The stop starts with one of them or after. */
const TRANSACTIONS = 4;

export interface StopFigures {
  races: number;
  /** Calls that reached the provider after the acknowledgement, on its list and within the call time-out. */
  afterListed: number;
  /** Those that were not: there must be none. */
  afterOthers: number;
  /** Races in which the stop kept a call from being made. */
  kept: number;
  /** Calls that arrived before the acknowledgement. */
  before: number;
  /** Calls without a row that says so, rows without a call, and sends left on their way. */
  unaccounted: number;
  mismatches: number;
}

/** Races of every kind of stop against sends on their way, each in a workspace of its own, on the product's own verbs. */
export async function raceStops(world: SendWorld, input: { races: number; lanes: number } & Pace) {
  const figures: StopFigures = {
    ...{ races: 0, afterListed: 0, afterOthers: 0, kept: 0 },
    ...{ before: 0, unaccounted: 0, mismatches: 0 },
  };
  const failures: string[] = [];
  const field = await stopFieldOf(world, input.races);
  const reset = () => setClock(world, RACE_AT.getTime());
  const lanes = { count: input.races, lanes: input.lanes, everyMs: RECLOCK_MS, reset };
  await inLanes(input, lanes, async (n) => {
    const kind = STOP_KINDS[n % STOP_KINDS.length];
    if (kind === undefined) throw new Error('there is no kind of stop');
    const wrong = counted(figures, await raceOnce(world, kind, field, n));
    failures.push(...wrong.map((what) => `${kind.name}, race ${n}: ${what}`));
  });
  figures.mismatches = (await mismatches(world)).length;
  return { figures, failures };
}

/** The gates refuse a clock that is a minute off. */
const RECLOCK_MS = 20_000;

interface Raced {
  acknowledgedAt: number;
  /** People whom the listed sends are for, as the provider knows them. */
  listed: string[];
  concerns: (providerUserId: string) => boolean;
  /** How many people that is. */
  concerned: number;
  arrivals: { at: number; providerUserId: string }[];
  /** State of each person's row, when there is one. */
  rows: { providerUserId: string; state: string }[];
}

async function raceOnce(world: SendWorld, kind: StopKind, field: StopField, n: number): Promise<Raced> {
  const provider = new RaceProvider();
  const target = targetOf(field, n);
  const base = testContext(world.app, { workspaceId: copyOf(field.workspaceId, n), userId: '', now: RACE_AT });
  const actor = { kind: 'system' as const, job: 'race', workspaceId: copyOf(field.workspaceId, n) };
  const ctx: ServiceContext = { ...base, actor, provider: provider.port(base.provider) };
  let stopping: Promise<{ at: number; ids: string[] }> | null = null;
  const stop = async () => {
    const ids = await kind.stop(ctx, target);
    return { at: performance.now(), ids };
  };
  const startAt = Math.floor(Math.random() * (TRANSACTIONS + 1));
  const start = () => {
    stopping ??= stop();
  };
  const watched = { ...ctx, store: slowAt(ctx.store, startAt, start) };
  const account = await withUnit(ctx, (unit) => unit.accountById(target.accountId));
  if (account === null) throw new Error('an account vanished');
  await takeTurn(watched, account);
  const { at, ids } = await (stopping ?? stop());
  // The engine's next turn finds the other person due, whom a stop of everybody concerns too.
  if (kind.of === 'all') await takeTurn(ctx, account);
  const rows = await rowsOfRace(ctx, idsAtProvider(field, n));
  return {
    acknowledgedAt: at,
    listed: rows.filter((row) => ids.includes(row.id)).map((row) => row.providerUserId),
    concerned: kind.of === 'all' ? field.people.length : 1,
    concerns: (id) => kind.of === 'all' || id === target.providerUserId,
    arrivals: provider.ledgerOf(target.providerAccountId),
    rows,
  };
}

/** One turn of an account without the wait for its slot: reserve, dispatch, call, settle. */
async function takeTurn(ctx: ServiceContext, account: AccountRow): Promise<void> {
  const reserved = await reserveNext(ctx, {
    account,
    later: async () => ctx,
    ready: ['invite'],
    parkedCampaigns: new Set(),
  });
  if (reserved.kind === 'none') return;
  await performSend(ctx, { account, later: async () => ctx, work: reserved.work, send: reserved.send });
}

/** The store of a worker that is slow to begin its n-th transaction, so that the other side gets its chance there. */
function slowAt(store: SendStore, n: number, then: () => void): SendStore {
  let begun = 0;
  return {
    async inWorkspace(workspaceId, transaction) {
      begun += 1;
      if (begun === n + 1) {
        then();
        await sleep(Math.random() * HOLD_MS);
      }
      return store.inWorkspace(workspaceId, transaction);
    },
  };
}

/** About as long as a stop takes. */
const HOLD_MS = 40;

/** The rows of the ledger, each with the id of its person at the provider: an erased person's is nowhere else. */
async function rowsOfRace(ctx: ServiceContext, idOf: ReadonlyMap<string, string>) {
  const rows = await withWorkspace(ctx, (tx) =>
    rowsOf<{ id: string; state: string; prospectId: string }>(
      tx,
      sql`select id, state, prospect_id as "prospectId" from sends`,
    ),
  );
  return rows.map(({ id, state, prospectId }) => ({ id, state, providerUserId: idOf.get(prospectId) ?? '' }));
}

/** Adds a race to the figures; answers what is wrong with it. */
function counted(figures: StopFigures, raced: Raced): string[] {
  const wrong: string[] = [];
  const { acknowledgedAt, arrivals, listed, rows } = raced;
  const concerned = arrivals.filter((arrival) => raced.concerns(arrival.providerUserId));
  for (const { at, providerUserId } of concerned) {
    const lateMs = at - acknowledgedAt;
    if (lateMs <= 0) figures.before += 1;
    else if (listed.includes(providerUserId) && lateMs <= CALL_MS) figures.afterListed += 1;
    else {
      figures.afterOthers += 1;
      wrong.push(
        `a call arrived ${Math.round(lateMs)} ms after the acknowledgement, ${listed.includes(providerUserId) ? 'listed' : 'not listed'}`,
      );
    }
  }
  if (concerned.length < raced.concerned) figures.kept += 1;
  for (const { state, providerUserId } of rows) {
    const calls = arrivals.filter((arrival) => arrival.providerUserId === providerUserId).length;
    if ((state === 'sent' && calls === 1) || (state === 'released' && calls === 0)) continue;
    figures.unaccounted += 1;
    wrong.push(`a send is ${state} and was called ${calls} times`);
  }
  figures.races += 1;
  return wrong;
}
