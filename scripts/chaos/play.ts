import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../db/client';
import { seedDemo } from '../seed.mjs';
import { type Stack, startStack } from '../stack.mjs';
import type { Week } from './judge';
import type { Kill, Victim } from './kill-plan';
import { endDay, skipNight } from './nights';
import { readWeek } from './read-week';

const TICK_MS = 1_000;
/** A part that came up runs this long before its next death counts as a new one. */
const CALM_MS = 1;
const REST_MS_MAX = 300_000;
/** Longer than the whole week takes at its speed; one that still goes on then has lost its clock. */
const WEEK_MS_MAX = 2 * 3_600_000;

export interface Play {
  name: string;
  dataDir: string;
  clockStart: Date;
  speed: number;
  /** App time to be played at least. */
  days: number;
  kills: Kill[];
}

export interface Played extends Week {
  killed: Record<Victim, number>;
  wallSeconds: number;
}

/**
 * Plays the demo's week on a stack of its own while the planned kills happen, lets it come to rest, and answers what is
 * left. Nights and week-ends are skipped. Throws when the stack does not come back by itself.
 */
export async function play(input: Play, signal: AbortSignal, say: (line: string) => void): Promise<Played> {
  rmSync(input.dataDir, { recursive: true, force: true });
  const startedAt = performance.now();
  const gaveUp = new AbortController();
  const stack = await startStack({
    ...{ mode: 'e2e', dataDir: input.dataDir, port: 0, calmMs: CALM_MS, signal, log: () => undefined },
    ...{ clockStart: input.clockStart.toISOString(), clockSpeed: input.speed },
    onGiveUp: (error) => gaveUp.abort(error),
  });
  const either = AbortSignal.any([signal, gaveUp.signal]);
  try {
    await seedDemo({ stack, signInsFile: path.join(input.dataDir, 'sign-ins.json'), log: () => undefined });
    const killed = await throughTheWeek(stack, input, either, say);
    say(`${input.name}: coming to rest`);
    await rest(stack, either);
    const owner = openDatabase(stack.databaseUrl, 1);
    try {
      const wallSeconds = Math.round((performance.now() - startedAt) / 1_000);
      return { ...(await readWeek(owner, input.dataDir)), killed, wallSeconds };
    } finally {
      await owner.end();
    }
  } finally {
    await stack.stop();
    rmSync(input.dataDir, { recursive: true, force: true });
  }
}

async function throughTheWeek(stack: Stack, input: Play, signal: AbortSignal, say: (line: string) => void) {
  const killed: Record<Victim, number> = { web: 0, runner: 0, postgres: 0 };
  const until = input.clockStart.getTime() + input.days * 86_400_000;
  let killing = true;
  const killer = killAll(stack, input.kills, { signal, killed }).finally(() => {
    killing = false;
  });
  // Looked at below, when the week is over; a failure in between must not end the process.
  killer.catch(() => undefined);
  const deadline = Date.now() + WEEK_MS_MAX;
  for (let now = input.clockStart; killing || now.getTime() < until; await sleep(TICK_MS, undefined, { signal })) {
    if (Date.now() > deadline) throw new Error(`${input.name}: the week was not over after two hours`);
    now = (await skipNight(stack.databaseUrl).catch(() => null)) ?? now;
    const total = killed.web + killed.runner + killed.postgres;
    say(`${input.name}: ${now.toISOString().slice(0, 16)}, ${total} of ${input.kills.length} kills`);
  }
  await killer;
  return killed;
}

/** Kills what is planned, each at its moment; a part that is down, or just going, is waited for: every kill hits a live process. */
async function killAll(
  stack: Stack,
  kills: Kill[],
  { signal, killed }: { signal: AbortSignal; killed: Record<Victim, number> },
): Promise<void> {
  const last = new Map<Victim, number>();
  for (const { victim, afterMs } of kills) {
    await sleep(afterMs, undefined, { signal });
    let pid = stack.pids[victim];
    for (; pid === undefined || pid === last.get(victim) || !killOne(pid, victim); pid = stack.pids[victim])
      await sleep(50, undefined, { signal });
    last.set(victim, pid);
    killed[victim] += 1;
  }
}

/** With its children: the server that waits for them would else be started beside them. PostgreSQL ends its own. */
function killOne(pid: number, victim: Victim): boolean {
  try {
    process.kill(victim === 'postgres' ? pid : -pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** Ends the day and waits until everything has served for a while and no send is on its way; throws when it never does. */
async function rest(stack: Stack, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + REST_MS_MAX;
  for (let calm = 0; calm < 20; await sleep(TICK_MS, undefined, { signal })) {
    if (Date.now() > deadline) throw new Error(`the stack did not come to rest within ${REST_MS_MAX / 1_000} s`);
    await endDay(stack.databaseUrl).catch(() => null);
    calm = (await isCalm(stack)) ? calm + 1 : 0;
  }
}

async function isCalm(stack: Stack): Promise<boolean> {
  const owner = openDatabase(stack.databaseUrl, 1);
  try {
    const health = await fetch(`${stack.url}/api/health`, { signal: AbortSignal.timeout(5_000) });
    const [row] = await owner.orm.execute<{ n: number }>(
      sql`select count(*)::int as n from sends where state in ('reserved', 'dispatching')`,
    );
    return health.status === 200 && row?.n === 0;
  } catch {
    return false;
  } finally {
    await owner.end();
  }
}
