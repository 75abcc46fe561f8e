import path from 'node:path';
import { ensureClock } from './clock.mjs';
import { root } from './install.mjs';
import { migrate } from './migrate.mjs';
import { unsafeClock, unsafeSettings } from './safe-start.mjs';
import { hasKeptSecrets } from './secrets.mjs';
import { supervisePostgres } from './stack-postgres.mjs';
import { openRecord } from './stack-record.mjs';
import { childArguments, stackSettings } from './stack-settings.mjs';
import { answersAt, printsReady, supervise } from './supervisor.mjs';

const STOP_ORDER = ['web', 'runner', 'simulator', 'postgres'];

/**
 * Starts Headroom with everything it needs that its settings do not name elsewhere: PostgreSQL, the schema, the clock, the
 * simulator (not in `start`), the web server, the local runner. Resolves when all are ready; what dies later is started
 * again. `stop()`, or `signal`, ends all of it in order. `start` refuses unsafe settings.
 */
export async function startStack({
  mode,
  dataDir: folder,
  port,
  clockStart,
  clockSpeed,
  calmMs,
  log = console.log,
  signal,
  onGiveUp,
}) {
  const dataDir = path.resolve(root, folder ?? (process.env.DATA_DIR || '.data'));
  if (mode === 'start') refuse(unsafeSettings(process.env, { keptSecrets: hasKeptSecrets(dataDir) }));
  const record = await openRecord(dataDir, log);
  const parts = {};
  let stopping;
  let starting;
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  async function stopAll() {
    for (const name of STOP_ORDER) await parts[name]?.stop();
    // A start under way ends at its next step; what it had begun meanwhile is ended here.
    await starting.catch(() => undefined);
    for (const name of STOP_ORDER) await parts[name]?.stop();
    record.close();
  }
  const giveUp = (error) => {
    log(error.message);
    void stop().then(() => onGiveUp?.(error));
  };
  const launch = async (name, part) => {
    if (stopping) throw new Error('stopped while starting');
    parts[name] = part;
    return part.start();
  };
  const keep = (name, more) => ({ log, onPid: (pid) => record.set(name, pid), onGiveUp: giveUp, calmMs, ...more });

  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  starting = startAll({ mode, dataDir, port, clockStart, clockSpeed, log, launch, keep });
  let started;
  try {
    started = await starting;
    if (stopping) throw new Error('stopped while starting');
  } catch (error) {
    await stop();
    throw error;
  }
  const pids = {};
  for (const name of STOP_ORDER) Object.defineProperty(pids, name, { enumerable: true, get: () => parts[name]?.pid() });
  return { ...started, dataDir, pids, stop };
}

async function startAll({ mode, dataDir, port, clockStart, clockSpeed, log, launch, keep }) {
  const settings = await stackSettings({ mode, dataDir, port, clockStart, clockSpeed });
  const embedded = !process.env.DATABASE_URL;
  const databaseUrl = embedded
    ? await launch('postgres', supervisePostgres({ dataDir, ...keep('postgres') }))
    : process.env.DATABASE_URL;
  await migrate(databaseUrl);
  const clockMode = await ensureClock(databaseUrl, settings.clock);
  // A scaled clock that an earlier run left in the database is as unsafe as one that the settings ask for.
  if (clockMode !== 'real') refuse(unsafeClock(providerSettings(settings)));

  const env = { ...settings.webEnv, DATABASE_URL: databaseUrl };
  const args = childArguments(mode, settings, databaseUrl);
  const child = (name, more) =>
    launch(
      name,
      supervise({
        name,
        args: args[name],
        env,
        logFile: path.join(dataDir, 'logs', `${name}.log`),
        ...keep(name, more),
      }),
    );
  if (settings.simulator) await child('simulator', { env: outsideEnv(env), isReady: printsReady });
  const show = mode === 'dev' || mode === 'start';
  await child('web', { show, isReady: answersAt(`${settings.url}/api/health`) });
  if (settings.runner) await child('runner', { env: outsideEnv(env), isReady: printsReady });
  log(`Headroom runs at ${env.APP_URL}`);
  return { url: settings.url, port: settings.port, databaseUrl, env, simulator: settings.simulator };
}

/** What the rules of a moved clock look at: what the caller set, and the simulator's address where it stands in. */
function providerSettings(settings) {
  return { ...process.env, UNIPILE_API_URL: settings.webEnv.UNIPILE_API_URL };
}

/** Runner and simulator get what they need as arguments; the app's secrets and its database are none of their business. */
function outsideEnv(env) {
  const names = /^(NEXTAUTH_|ENCRYPTION_KEY|DATABASE_URL|UNIPILE_|INNGEST_|GOOGLE_|MICROSOFT_|LINKEDIN_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}

function refuse(reasons) {
  if (reasons.length > 0)
    throw new Error(`Headroom does not start like this:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
}
