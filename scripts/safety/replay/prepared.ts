import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Database } from '../../../db/client';
import * as schema from '../../../db/schema';

/**
 * One connection on which every statement is prepared once and planned once: a replay makes the same few statements
 * thousands of times. They are the product's own, word for word.
 */
export function openPrepared(url: string): Database {
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { plan_cache_mode: 'force_generic_plan' },
  });
  return { orm: drizzle(preparing(client), { schema, casing: 'snake_case' }), end: () => client.end({ timeout: 5 }) };
}

function preparing<Client extends postgres.Sql | postgres.TransactionSql>(client: Client): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'unsafe')
        return (query: string, parameters?: never[]) => target.unsafe(query, parameters, { prepare: true });
      if (name === 'begin' && 'begin' in target)
        return (work: (tx: postgres.TransactionSql) => Promise<unknown>) => target.begin((tx) => work(preparing(tx)));
      return Reflect.get(target, name, receiver);
    },
  });
}
