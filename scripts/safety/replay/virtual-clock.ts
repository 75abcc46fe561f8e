import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client';

/** The name under which a transaction says its moment of virtual time. */
const SETTING = 'replay.wall_ms';

/**
 * Puts the database of a replay under the schedule's clock: every function of the ledger that reads the machine's clock
 * is defined again with the virtual one in its place, otherwise word for word. Answers how many readings that were.
 */
export async function putUnderVirtualClock(owner: Database): Promise<number> {
  await owner.orm.execute(sql`create function replay_wall() returns timestamptz language sql stable as
    ${sql.raw(`$$ select timestamptz 'epoch' + current_setting('${SETTING}')::bigint * interval '1 millisecond' $$`)}`);
  await owner.orm.execute(sql`grant execute on function replay_wall() to headroom_app`);
  const functions = await owner.orm.execute<{ definition: string }>(
    sql`select pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prokind = 'f' and p.prosrc ~ ${READS_CLOCK} and (p.proname ~ '^(send|budget|clock)')`,
  );
  let readings = 0;
  for (const { definition } of functions) {
    const own = definition.replaceAll(CLOCK, () => {
      readings += 1;
      return 'replay_wall()';
    });
    await owner.orm.execute(sql.raw(own));
  }
  return readings;
}

/** The moment that the functions of this transaction read as the machine's clock. */
export function setVirtualTime(ms: number) {
  return sql`select set_config(${SETTING}, ${String(ms)}, true)`;
}

const READS_CLOCK = '(clock_timestamp|now)\\(\\)';
const CLOCK = /\b(?:clock_timestamp|now)\(\)/g;
