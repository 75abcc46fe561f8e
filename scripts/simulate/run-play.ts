import { readFileSync } from 'node:fs';
import { rampWeeks } from '../../lib/domain/ramp/ramp-cap';
import { parseLedger } from '../../lib/simulator/ledger';
import { launchPlay } from './launch-play';
import type { Facts } from './measure/facts';
import type { SimulateOptions } from './options';
import { play } from './play';
import type { PlayedAccount } from './scenario';
import { drawScenario, START } from './scenario';
import { seedPlay } from './seed-play';
import type { Stack } from './stack';
import { startStack } from './stack';
import { DayWatch, RefusalWatch } from './watch-days';

export interface Played {
  facts: Facts;
  moments: number;
  wallSeconds: number;
  /** CPU of this process, in ms; the database's own processes are not in it. */
  cpuMs: number;
}

/** Plays a whole scenario on a stack of its own and gathers what it is judged by. `signal` ends it, and the stack with it. */
export async function runPlay(
  options: Pick<SimulateOptions, 'accounts' | 'days' | 'seed' | 'world'>,
  more: { databaseUrl?: string; signal?: AbortSignal; onProgress?: (share: number, now: Date) => void } = {},
): Promise<Played> {
  const stack = await startStack({
    start: START,
    seed: options.seed,
    world: options.world,
    databaseUrl: more.databaseUrl,
  });
  try {
    const accounts = drawScenario(options);
    await launchPlay(await seedPlay(stack, accounts));
    const [days, refusals] = [new DayWatch(stack), new RefusalWatch(stack)];
    const lengthMs = options.days * DAY_MS;
    const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
    let day = -1;
    let lookedMs = Number.NEGATIVE_INFINITY;
    const { moments } = await play(stack, {
      until: new Date(START.getTime() + lengthMs),
      async onMoment(now) {
        more.signal?.throwIfAborted();
        const goneMs = now.getTime() - START.getTime();
        more.onProgress?.(goneMs / lengthMs, now);
        // A day is opened an hour before its first slot: nothing is sent between its opening and a look soon after.
        if (goneMs - lookedMs >= LOOK_MS) {
          lookedMs = goneMs;
          await days.look();
        }
        if (Math.floor(goneMs / DAY_MS) === day) return;
        day = Math.floor(goneMs / DAY_MS);
        await refusals.look();
      },
    });
    await refusals.look();
    const used = process.cpuUsage(cpu);
    return {
      facts: await factsOf(stack, { options, accounts, days, refusals }),
      moments,
      wallSeconds: (performance.now() - startedMs) / 1_000,
      cpuMs: (used.user + used.system) / 1_000,
    };
  } finally {
    await stack.stop();
  }
}

const DAY_MS = 86_400_000;
const LOOK_MS = 15 * 60_000;

async function factsOf(
  stack: Stack,
  play: { options: { days: number }; accounts: PlayedAccount[]; days: DayWatch; refusals: RefusalWatch },
): Promise<Facts> {
  return {
    start: START,
    days: play.options.days,
    accounts: play.accounts.map(({ id, timeZone, simulated }) => ({
      id,
      timeZone,
      providerId: simulated.id,
      tier: simulated.tier,
      rampWeeks: rampWeeks({
        accountAgeDays: simulated.ageDays,
        connections: simulated.connections,
        activeLast30Days: true,
      }),
    })),
    lines: parseLedger(readFileSync(stack.ledgerFile, 'utf8')),
    opened: play.days.opened,
    violations: await stack.simulator.violations(),
    restrictedAccounts: (await stack.simulator.status()).restrictedAccounts,
    refusals: play.refusals.refusals,
  };
}
