import path from 'node:path';
import postgres from 'postgres';
import { appDatabaseUrl } from '../../../lib/platform/env';
import { migrate } from '../../migrate.mjs';
import { startPostgres } from '../../pg.mjs';
import type { Lane } from './lane';
import { openLane } from './lane';

/** A PostgreSQL of the replays' own with a migrated database that the lanes copy; stopping it deletes it. */
export async function startReplayServer(): Promise<{ templateUrl: string; stop: () => Promise<void> }> {
  const dir = path.resolve('.data', 'safety-pg', `replay-${process.pid}`);
  const server = await startPostgres({ dir, database: 'template_replay', ephemeral: true });
  try {
    await migrate(server.url);
    return { templateUrl: server.url, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

let own: Promise<Lane> | null = null;

/** The lane of this process, made at its first replay; its database ends with the server. */
export function laneOfProcess(templateUrl: string): Promise<Lane> {
  own ??= copyOfTemplate(templateUrl, `replay_${process.pid}`).then(openLane);
  return own;
}

async function copyOfTemplate(templateUrl: string, name: string): Promise<{ ownerUrl: string; appUrl: string }> {
  const url = new URL(templateUrl);
  const template = url.pathname.slice(1);
  url.pathname = '/postgres';
  const admin = postgres(url.href, { max: 1, onnotice: () => undefined });
  try {
    await admin`create database ${admin(name)} template ${admin(template)}`;
  } finally {
    await admin.end();
  }
  url.pathname = `/${name}`;
  return { ownerUrl: url.href, appUrl: appDatabaseUrl(url.href) };
}
