import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Database, Tx } from '../../../db/client';
import * as schema from '../../../db/schema';

/**
 * One connection on which every statement is prepared once and planned once: a replay makes the same few statements
 * thousands of times. They are the product's own, word for word. Transactions follow one another: the BEGIN of one goes
 * out with its first statement, which saves a way to the server and back.
 */
export async function openPrepared(url: string): Promise<Database> {
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { plan_cache_mode: 'force_generic_plan' },
  });
  const connection = await client.reserve();
  const orm = drizzle(preparing(connection, client.options), { schema, casing: 'snake_case' });
  // One that was given up by a killed task may still be rolling back when the next one begins.
  let ended: Promise<unknown> = Promise.resolve();
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    await ended;
    const running = inTransaction(connection, () => work(orm as unknown as Tx));
    ended = running.catch(() => undefined);
    return running;
  };
  return {
    orm: Object.create(orm, { transaction: { value: transaction } }) as Database['orm'],
    end: () => client.end({ timeout: 5 }),
  };
}

async function inTransaction<T>(connection: postgres.ReservedSql, work: () => Promise<T>): Promise<T> {
  const begun = connection.unsafe('begin').execute();
  try {
    const result = await work();
    await begun;
    await connection.unsafe('commit');
    return result;
  } catch (error) {
    await connection.unsafe('rollback');
    throw error;
  }
}

/** The driver's client, its statements prepared; a reserved connection has no options of its own. */
function preparing(connection: postgres.ReservedSql, options: postgres.Sql['options']): postgres.Sql {
  return new Proxy(connection, {
    get(target, name, receiver) {
      if (name === 'options') return options;
      if (name !== 'unsafe') return Reflect.get(target, name, receiver);
      return (query: string, parameters?: never[]) => target.unsafe(query, parameters, { prepare: true });
    },
  }) as unknown as postgres.Sql;
}
