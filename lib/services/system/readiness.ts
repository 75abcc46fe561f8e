import { appDatabase } from '../../../db/app-database';
import type { Database } from '../../../db/client';
import { readClock } from '../../../db/queries/clock';
import { lookAtLedger, newestRampDays, sendingAccounts } from '../../../db/queries/readiness';
import { HEALTH_STALE_MS } from '../../domain/accounts/constants';
import { healthStaleSince, healthToleranceMs } from '../../domain/accounts/health-tolerance';
import { appNow } from '../../domain/clock/app-clock';
import { isTimeZone } from '../../domain/limits/time-zone';
import { isOpen } from '../../domain/pacing/working-hours';
import { rampMissingSince } from '../../domain/ramp/ramp-since';
import { isSoundDay } from '../../domain/ramp/sound-day';
import { env } from '../../platform/env';
import { installationId } from '../../platform/installation';
import { unreadSince } from './unread-since';

export type Check = 'ok' | 'down';
type Layer = 'store' | 'ramp' | 'health' | 'engine';
export interface Readiness {
  checks: Record<Layer, Check>;
  /** Since when, in the app's time, a layer has been down; null for one that is up, or where nobody knows. */
  since: Record<Layer, string | null>;
  clock: { now: string; speed: number } | null;
}

/** A layer that is down; null for one that is up. */
type Down = { since: Date | null } | null;
interface Time {
  now: Date;
  speed: number;
}
type Account = Awaited<ReturnType<typeof sendingAccounts>>[number];

/** An account has this much real time after its opening until its day must be there. */
const GRACE_REAL_MS = 60_000;

/**
 * Whether the four things without which nothing is sent are there, and since when not (design.md §6): the store with its
 * counters and the lease, a sound ramp row for every account in its hours, fresh health for each, and the engine. Nights,
 * stops, pauses and a hold that waits for a person are no failure. What cannot be told is not ok. Never throws.
 */
export async function readiness(input: { engine: () => Promise<boolean> }): Promise<Readiness> {
  const engine = input.engine().catch(() => false);
  const time = await told(readTime());
  const known = time ?? extrapolated();
  const layers = time === null ? unreadable(known) : await lookAtLayers(appDatabase(), time);
  const answers = await engine;
  const down: Record<Layer, Down> = {
    ...layers,
    engine: seen('the engine', answers, known),
  };
  return {
    checks: perLayer((layer) => (down[layer] === null ? 'ok' : 'down')),
    since: perLayer((layer) => down[layer]?.since?.toISOString() ?? null),
    clock: known === null ? null : { now: known.now.toISOString(), speed: known.speed },
  };
}

/** Without the store nothing is known of the other two, and what is not known is not ok. */
function unreadable(time: Time | null): Record<'store' | 'ramp' | 'health', Down> {
  const store = seen('the store', false, time);
  return { store, ramp: store, health: store };
}

async function lookAtLayers(db: Database, time: Time): Promise<Record<'store' | 'ramp' | 'health', Down>> {
  const [accounts, ledger, days] = await Promise.all([
    told(sendingAccounts(db)),
    told(lookAtLedger(db, installationId(env().DATA_DIR))),
    told(newestRampDays(db, time.now)),
  ]);
  if (accounts === null) return unreadable(time);
  const expected = accounts.filter((account) => isExpected(account, time));
  return {
    store: seen('the store', ledger !== null, time) ?? storeDown(ledger, expected, time),
    ramp: seen('the ramp schedule', days !== null, time) ?? rampDown(days ?? [], expected, time),
    health: healthDown(expected, time),
  };
}

function storeDown(ledger: Awaited<ReturnType<typeof lookAtLedger>> | null, expected: Account[], time: Time): Down {
  if (ledger === null || expected.length === 0) return null;
  const broken = ledger.counters.some(
    (of) =>
      expected.some(({ id }) => id === of.accountId) && (of.isMissing || !of.zones.every((zone) => isTimeZone(zone))),
  );
  const counters = seen('the counters', !broken, time);
  if (counters !== null) return counters;
  const { isOurs, isHeld, endedAgoMs } = ledger.lease;
  const never = seen('the lease', endedAgoMs !== null, time);
  if (isOurs || isHeld) return null;
  return never ?? { since: new Date(time.now.getTime() - (endedAgoMs ?? 0) * time.speed) };
}

function rampDown(days: Awaited<ReturnType<typeof newestRampDays>>, expected: Account[], { now }: Time): Down {
  return earliest(
    expected.flatMap((account) => {
      const last = days.find((day) => day.accountId === account.id) ?? null;
      return last?.inForce === true && isSoundDay(last) ? [] : [rampMissingSince(account, last, now)];
    }),
  );
}

function healthDown(expected: Account[], { now, speed }: Time): Down {
  const toleranceMs = healthToleranceMs(speed) + GRACE_REAL_MS * speed;
  return earliest(expected.flatMap((account) => healthStaleSince(account, now, toleranceMs) ?? []));
}

function earliest(moments: Date[]): Down {
  return moments.length === 0 ? null : { since: new Date(Math.min(...moments.map((moment) => moment.getTime()))) };
}

/** What only this process has seen to be down. */
function seen(what: string, isUp: boolean, time: Time | null): Down {
  const since = unreadSince(`health: ${what}`, !isUp, time?.now ?? null);
  return isUp ? null : { since };
}

function perLayer<T>(value: (layer: Layer) => T): Record<Layer, T> {
  return { store: value('store'), ramp: value('ramp'), health: value('health'), engine: value('engine') };
}

const STORE_MS = 3_000;
let lastClock: (Time & { at: number }) | undefined;

async function readTime(): Promise<Time> {
  const row = await readClock(appDatabase());
  const time = { now: appNow(row, row.realNow), speed: row.mode === 'real' ? 1 : row.speed };
  lastClock = { ...time, at: performance.now() };
  return time;
}

function isExpected(account: Account, { now, speed }: Time): boolean {
  const graceMs = Math.max(HEALTH_STALE_MS, GRACE_REAL_MS * speed);
  const before = new Date(now.getTime() - graceMs);
  return account.connectedAt <= before && isOpen(now, account.schedule) && isOpen(before, account.schedule);
}

/** The last known clock, run on: a provider stand-in that follows it must not stand still while the database restarts. */
function extrapolated(): Time | null {
  if (lastClock === undefined) return null;
  const { now, speed, at } = lastClock;
  return { now: new Date(now.getTime() + (performance.now() - at) * speed), speed };
}

/** What a look came to, or null when it failed or took too long. */
async function told<T>(look: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), STORE_MS);
  });
  return Promise.race([look.catch(() => null), late]).finally(() => clearTimeout(timer));
}
