import path from 'node:path';
import { root } from './install.mjs';
import { freePort, isFree } from './ports.mjs';
import { halfSettings, usesLocalRunner } from './safe-start.mjs';
import { keptSecrets } from './secrets.mjs';

/**
 * What a stack will run and the settings its web server gets, from the caller's environment and the data folder's secrets.
 * `runner` and `simulator` are undefined when something outside takes their place. Throws a sentence for settings that
 * cannot work. The database's address is added by the caller, which may have to start the database first.
 */
export async function stackSettings({ mode, dataDir, port, clockStart, clockSpeed, env = process.env }) {
  const half = halfSettings(env);
  if (half.length > 0) throw new Error(half.join('\n'));
  const host = env.HOST || '127.0.0.1';
  const webPort = await choosePort(port ?? env.PORT, host, mode);
  const url = `http://${reachable(host)}:${webPort}`;
  const secrets = keptSecrets(dataDir);
  const simulator = mode !== 'start' && !env.UNIPILE_API_URL ? await simulatorOf(dataDir, secrets) : undefined;
  const runner = usesLocalRunner(env) ? await runnerOf(secrets) : undefined;
  const clock = { clockStart: clockStart ?? env.CLOCK_START, clockSpeed: clockSpeed ?? (env.CLOCK_SPEED || 1) };
  const webhookSecret = env.UNIPILE_WEBHOOK_SECRET || secrets.UNIPILE_WEBHOOK_SECRET;
  return { host, port: webPort, url, simulator, runner, clock, webhookSecret, webEnv: webEnv() };

  function webEnv() {
    const { INNGEST_DEV: _never, ...inherited } = env;
    const publicUrl = env.APP_URL || url;
    return {
      ...inherited,
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOST: host,
      PORT: String(webPort),
      APP_URL: publicUrl,
      NEXTAUTH_URL: publicUrl,
      DATA_DIR: dataDir,
      NEXTAUTH_SECRET: env.NEXTAUTH_SECRET || secrets.NEXTAUTH_SECRET,
      ENCRYPTION_KEY: env.ENCRYPTION_KEY || secrets.ENCRYPTION_KEY,
      UNIPILE_WEBHOOK_SECRET: webhookSecret,
      CLOCK_START: clock.clockStart ? new Date(clock.clockStart).toISOString() : '',
      CLOCK_SPEED: String(clock.clockSpeed),
      ...(simulator && { UNIPILE_API_URL: simulator.url, UNIPILE_API_KEY: simulator.key }),
      ...(runner && {
        INNGEST_BASE_URL: runner.url,
        INNGEST_EVENT_KEY: runner.eventKey,
        INNGEST_SIGNING_KEY: runner.signingKey,
      }),
    };
  }
}

/** The arguments of node for each child of a stack. */
export function childArguments(mode, settings, databaseUrl) {
  const { host, port, url, simulator, runner, webhookSecret } = settings;
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  // One argument each: a secret may begin with a dash, which alone would be read as another option.
  const typescript = (file, flags) => ['--import', 'tsx', file, ...Object.entries(flags).map((flag) => flag.join('='))];
  return {
    web: [next, mode === 'dev' ? 'dev' : 'start', '-H', host, '-p', String(port)],
    simulator:
      simulator &&
      typescript('lib/simulator/main.ts', {
        '--port': String(simulator.port),
        '--key': simulator.key,
        '--data': simulator.dataDir,
        '--webhook-url': `${url}/api/webhooks/unipile`,
        '--webhook-secret': webhookSecret,
        '--clock-url': `${url}/api/health`,
        '--seed': '1',
      }),
    runner:
      runner &&
      typescript('inngest/local/main.ts', {
        '--port': String(runner.port),
        '--database-url': databaseUrl,
        '--app-url': `${url}/api/inngest`,
        '--event-key': runner.eventKey,
        '--signing-key': runner.signingKey,
      }),
  };
}

async function simulatorOf(dataDir, secrets) {
  const port = await freePort();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    key: secrets.SIMULATOR_KEY,
    dataDir: path.join(dataDir, 'simulator'),
  };
}

async function runnerOf(secrets) {
  const port = await freePort();
  const keys = { eventKey: secrets.INNGEST_EVENT_KEY, signingKey: secrets.INNGEST_SIGNING_KEY };
  return { port, url: `http://127.0.0.1:${port}`, ...keys };
}

/** A port that was asked for must be free; the demo's default moves aside, because nobody chose it. 0 asks for any. */
async function choosePort(wanted, host, mode) {
  const asked = wanted !== undefined && wanted !== '';
  const port = asked ? Number(wanted) : 3000;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is ${wanted}: it must be a port number`);
  if (port === 0) return freePort(host);
  if (await isFree(port, host)) return port;
  if (!asked && mode === 'demo') return freePort(host);
  throw new Error(`PORT ${port} of ${host} is taken: stop what listens there, or set another PORT`);
}

/** A server that listens on every address is reached, from this machine, on loopback. */
function reachable(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
