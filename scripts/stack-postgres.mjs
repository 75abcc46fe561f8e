import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from './pg.mjs';
import { identityOf } from './process-identity.mjs';

const MAX_FAILURES = 6;

/** The embedded PostgreSQL of a stack, kept running on one port: watched twice a second, recovered when it is killed. */
export function supervisePostgres({ dataDir, log, onPid, onGiveUp }) {
  const dir = path.join(dataDir, 'pg');
  let server;
  let stopping = false;
  let watching;

  async function start() {
    server = await startPostgres({ dir });
    onPid(server.pid);
    log(`PostgreSQL ${server.reused ? 'found' : 'started'} on 127.0.0.1:${server.port} (as ${server.account})`);
    watching = watch();
    return server.url;
  }

  async function watch() {
    for (let failures = 0; !stopping; ) {
      await sleep(500, undefined, { ref: false });
      if (stopping || identityOf(server.pid)) continue;
      try {
        log('PostgreSQL is gone: starting it again');
        server = await startPostgres({ dir, port: server.port });
        onPid(server.pid);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures > MAX_FAILURES) return onGiveUp(error);
        await sleep(500 * 2 ** failures);
      }
    }
  }

  async function stop() {
    stopping = true;
    // A restart that is under way would bring back what is being stopped. The watch looks again within half a second.
    await Promise.race([watching, sleep(600)]);
    await server?.stop();
  }

  return { start, stop, pid: () => server?.pid };
}
