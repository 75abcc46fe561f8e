import { appDatabase } from '../../../db/app-database';
import { readClock } from '../../../db/queries/clock';
import { sendingAccounts } from '../../../db/queries/readiness';
import { HEALTH_STALE_MS } from '../../domain/accounts/constants';
import { healthToleranceMs } from '../../domain/accounts/health-tolerance';
import { appNow } from '../../domain/clock/app-clock';
import { isOpen } from '../../domain/pacing/working-hours';

export type Check = 'ok' | 'down';
export interface Readiness {
  checks: { store: Check; ramp: Check; health: Check; engine: Check };
  clock: { now: string; speed: number } | null;
}

/** An account has this much real time after its opening until its day must be there. */
const GRACE_REAL_MS = 60_000;

/**
 * Whether the four things without which nothing is sent are there (design.md §6): the store, a ramp row for every account
 * in its hours, fresh health for each, and the engine. Nights, stops and pauses are no failure. Never throws.
 */
export async function readiness(input: { engine: () => Promise<boolean> }): Promise<Readiness> {
  const engine = input.engine().catch(() => false);
  try {
    const db = appDatabase();
    const row = await within(readClock(db), STORE_MS);
    const now = appNow(row, row.realNow);
    const speed = row.mode === 'real' ? 1 : row.speed;
    lastClock = { now, speed, at: performance.now() };
    const expected = (await within(sendingAccounts(db, now), STORE_MS)).filter((account) =>
      isExpected(account, now, speed),
    );
    const toleranceMs = healthToleranceMs(speed);
    const fresh = (at: Date | null) =>
      at !== null && Math.abs(now.getTime() - at.getTime()) <= toleranceMs + GRACE_REAL_MS * speed;
    return {
      checks: {
        store: 'ok',
        ramp: expected.every((account) => account.hasRampDay) ? 'ok' : 'down',
        health: expected.every((account) => fresh(account.healthCheckedAt)) ? 'ok' : 'down',
        engine: (await engine) ? 'ok' : 'down',
      },
      clock: { now: now.toISOString(), speed },
    };
  } catch {
    // Without the store nothing is known of the other two, and what is not known is not ok.
    return {
      checks: { store: 'down', ramp: 'down', health: 'down', engine: (await engine) ? 'ok' : 'down' },
      clock: extrapolated(),
    };
  }
}

const STORE_MS = 3_000;
let lastClock: { now: Date; speed: number; at: number } | undefined;

function isExpected(account: Awaited<ReturnType<typeof sendingAccounts>>[number], now: Date, speed: number): boolean {
  const graceMs = Math.max(HEALTH_STALE_MS, GRACE_REAL_MS * speed);
  const before = new Date(now.getTime() - graceMs);
  return account.connectedAt <= before && isOpen(now, account.schedule) && isOpen(before, account.schedule);
}

/** The last known clock, run on: a provider stand-in that follows it must not stand still while the database restarts. */
function extrapolated(): Readiness['clock'] {
  if (lastClock === undefined) return null;
  const now = new Date(lastClock.now.getTime() + (performance.now() - lastClock.at) * lastClock.speed);
  return { now: now.toISOString(), speed: lastClock.speed };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store did not answer in time')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
