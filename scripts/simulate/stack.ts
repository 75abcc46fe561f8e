import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../db/client';
import { openDatabase } from '../../db/client';
import type { LocalRunner } from '../../inngest/local/start-runner';
import { startRunner } from '../../inngest/local/start-runner';
import { startSimulator } from '../../lib/simulator/server';
import { migrate } from '../migrate.mjs';
import { startPostgres } from '../pg.mjs';
import { freePort } from '../ports.mjs';
import { SimulatorControl } from '../seed/simulator-control';
import type { AppServer } from './app-server';
import type { JumpingClock } from './jumping-clock';
import { startJumpingClock } from './jumping-clock';
import type { WorldKind } from './options';
import { ZONES } from './scenario';
import { sweeperGapMs } from './sweeper-pace';

/** Everything that a play needs, in one process beside a PostgreSQL: the app's doors, the runner and the provider. */
export interface Stack {
  owner: Database;
  clock: JumpingClock;
  app: AppServer;
  runner: LocalRunner;
  simulator: SimulatorControl;
  /** The provider's own record. */
  ledgerFile: string;
  stop(): Promise<void>;
}

/** How the provider behaves: where an account's hidden limits lie, and what else life is like. */
const WORLD_CONFIG: Record<WorldKind, object> = {
  standard: {
    limitShareMin: 1,
    limitShareMax: 1.3,
    lateWebhooks: 0.1,
    doubleWebhooks: 0.05,
    dropsPerMonth: 0.3,
    watchRhythm: true,
  },
  harsh: {
    limitShareMin: 0.6,
    limitShareMax: 1.3,
    lateWebhooks: 0.3,
    doubleWebhooks: 0.2,
    dropsPerMonth: 1,
    checkpointShare: 0.3,
    watchRhythm: true,
  },
};

const KEYS = {
  NEXTAUTH_SECRET: 'only-for-the-time-machine',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  UNIPILE_API_KEY: 'simulate-provider-key',
  UNIPILE_WEBHOOK_SECRET: 'simulate-webhook-secret',
  INNGEST_EVENT_KEY: 'simulate-event-key',
  INNGEST_SIGNING_KEY: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
};

/**
 * Starts the stack with its clock at `start`, in a folder of its own that `stop` removes. It sets the app's settings in
 * the environment, so a process has one stack. Given `databaseUrl`, a migrated database of the caller's is used.
 */
export async function startStack(input: {
  start: Date;
  seed: string;
  world: WorldKind;
  databaseUrl?: string | undefined;
}): Promise<Stack> {
  const dir = mkdtempSync(path.join(tmpdir(), 'headroom-simulate-'));
  const ends: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const databaseUrl = input.databaseUrl ?? (await ownPostgres(dir, ends));
    const owner = openDatabase(databaseUrl, 2);
    ends.push(() => owner.end());
    const clock = await startJumpingClock(owner, input.start);
    const [appPort, runnerPort, simulatorPort] = [await freePort(), await freePort(), await freePort()];
    const app = `http://127.0.0.1:${appPort}`;
    // The real one asks the system for every name, and the SDK copies all of it at each call.
    process.env = { ...process.env };
    Object.assign(process.env, KEYS, {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dir,
      UNIPILE_API_URL: `http://127.0.0.1:${simulatorPort}`,
      INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}`,
      LOG_LEVEL: 'error',
    });
    const provider = await startSimulator({
      port: simulatorPort,
      key: KEYS.UNIPILE_API_KEY,
      dataDir: path.join(dir, 'provider'),
      webhookUrl: `${app}/api/webhooks/unipile`,
      webhookSecret: KEYS.UNIPILE_WEBHOOK_SECRET,
      seed: input.seed,
    });
    ends.push(() => provider.close());
    const simulator = new SimulatorControl(`http://127.0.0.1:${simulatorPort}`, KEYS.UNIPILE_API_KEY);
    await simulator.pinClock(input.start);
    await simulator.configure(WORLD_CONFIG[input.world]);
    // Read only now: they take their settings from the environment.
    const { startAppServer } = await import('./app-server');
    const { appDatabase } = await import('../../db/app-database');
    const server = await startAppServer(appPort);
    ends.push(
      () => appDatabase().end(),
      () => server.close(),
    );
    const runner = await startRunner({
      port: runnerPort,
      databaseUrl,
      appUrl: `${app}/api/inngest`,
      eventKey: KEYS.INNGEST_EVENT_KEY,
      signingKey: KEYS.INNGEST_SIGNING_KEY,
      clock: clock.forRunner,
      // One after the other, in the order in which they fell due: the same seed must play the same way.
      callsAtOnce: 1,
      cronGapMs: (now, functionId) => sweeperGapMs({ zones: ZONES, now, functionId }),
    });
    ends.push(() => runner.stop());
    const ledgerFile = path.join(dir, 'provider', 'provider-ledger.jsonl');
    return { owner, clock, app: server, runner, simulator, ledgerFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ownPostgres(dir: string, ends: (() => unknown)[]): Promise<string> {
  const server = await startPostgres({ dir: path.join(dir, 'pg'), database: 'simulate', ephemeral: true });
  ends.push(() => server.stop());
  await migrate(server.url);
  return server.url;
}
