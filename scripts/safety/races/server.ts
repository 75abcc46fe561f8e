import path from 'node:path';
import type { SendWorld } from '../../../db/testing/send-world';
import { sendWorldOn } from '../../../db/testing/send-world';
import { appDatabaseUrl } from '../../../lib/platform/env';
import { migrate } from '../../migrate.mjs';
import { startPostgres } from '../../pg.mjs';

/** A world on a migrated PostgreSQL of its own, which ends and is deleted when the world is closed. */
export async function openRaceServer(now: Date, connections: number): Promise<SendWorld> {
  const dir = path.resolve('.data', 'safety-pg', `races-${process.pid}`);
  const server = await startPostgres({ dir, database: 'races', ephemeral: true });
  try {
    await migrate(server.url);
    const database = { ownerUrl: server.url, appUrl: appDatabaseUrl(server.url), drop: () => server.stop() };
    return await sendWorldOn(database, now, connections);
  } catch (error) {
    await server.stop();
    throw error;
  }
}
