import path from 'node:path';
import postgres from 'postgres';
import { appDatabaseUrl } from '../../../lib/platform/env';
import { migrate } from '../../migrate.mjs';
import { startPostgres } from '../../pg.mjs';
import type { Lane } from './lane';
import { openLane } from './lane';

/** A PostgreSQL of the replays' own with a database for each lane; closing it deletes it. */
export async function openReplayServer(lanes: number): Promise<{ lanes: Lane[]; close: () => Promise<void> }> {
  const dir = path.resolve('.data', 'safety-pg', `replay-${process.pid}`);
  const server = await startPostgres({ dir, database: 'template_replay', ephemeral: true });
  const opened: Lane[] = [];
  const close = async () => {
    for (const lane of opened) await lane.close();
    await server.stop();
  };
  try {
    await migrate(server.url);
    for (let n = 0; n < lanes; n += 1) opened.push(await openLane(await copyOfTemplate(server.url, `replay_${n}`)));
    return { lanes: opened, close };
  } catch (error) {
    await close();
    throw error;
  }
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
