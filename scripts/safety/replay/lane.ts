import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client';
import { openDatabase } from '../../../db/client';
import { openPrepared } from './prepared';
import { putUnderVirtualClock } from './virtual-clock';

/** A database in which one schedule after the other is replayed, on one connection: its transactions never overlap. */
export interface Lane {
  owner: Database;
  app: Database;
  /** Readings of the clock that were put under the schedule's. */
  clockReadings: number;
  close(): Promise<void>;
}

/** Prepares a migrated database that nobody else uses. What it changes there is changed for replays alone. */
export async function openLane(urls: { ownerUrl: string; appUrl: string }): Promise<Lane> {
  const owner = openDatabase(urls.ownerUrl, 1);
  const app = await openPrepared(urls.appUrl);
  const clockReadings = await putUnderVirtualClock(owner);
  await nameSendsByTheirKeys(owner);
  await makeItEasyToEmpty(owner);
  await owner.orm.execute(
    sql`insert into clock (id, mode, real_origin, app_origin, speed) values (1, 'real', now(), now(), 1) on conflict (id) do update set mode = 'real', speed = 1`,
  );
  const close = async () => {
    await app.end();
    await owner.end();
  };
  return { owner, app, clockReadings, close };
}

/** An id is random, and some orders go by it; in a replay it is the row's permanent key, as in the memory store. */
async function nameSendsByTheirKeys(owner: Database): Promise<void> {
  await owner.orm.execute(sql`create function replay_name_send() returns trigger language plpgsql as
    $$ begin new.id := new.enrolment_id || '/' || new.step_key; return new; end $$`);
  await owner.orm.execute(
    sql`create trigger replay_names before insert on sends for each row execute function replay_name_send()`,
  );
}

/** Empties the database for the next schedule; quicker than a TRUNCATE, which makes every file of a table anew. */
export async function emptyLane({ owner }: Lane): Promise<void> {
  await owner.orm.execute(sql`select replay_empty()`);
}

async function makeItEasyToEmpty(owner: Database): Promise<void> {
  const tables = await owner.orm.execute<{ name: string }>(
    sql`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'`,
  );
  const deletes = [...tables.map(({ name }) => name), 'workspaces', 'installations'].map(
    (name) => `delete from ${name};`,
  );
  await owner.orm.execute(
    sql.raw(`create function replay_empty() returns void language plpgsql set session_replication_role = replica as
      $$ begin ${deletes.join(' ')} end $$`),
  );
}
