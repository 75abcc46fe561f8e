import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { fencedTransactions } from './fenced-transactions';
import * as schema from './schema';

function connect(url: string, max: number) {
  const client = postgres(url, {
    max,
    onnotice: () => undefined,
    connection: {
      lock_timeout: 5_000,
      statement_timeout: 30_000,
      // A worker that hangs in a transaction would keep its locks. All time in here is wall time, whatever the app's clock.
      idle_in_transaction_session_timeout: 15_000,
    },
  });
  return {
    orm: drizzle(fencedTransactions(client), { schema, casing: 'snake_case' }),
    end: () => client.end({ timeout: 5 }),
  };
}

/** A pool of connections and the typed client over it. */
export type Database = ReturnType<typeof connect>;
/** A transaction in which a workspace is set; the only thing that query functions take. */
export type Tx = Parameters<Parameters<Database['orm']['transaction']>[0]>[0];

/**
 * Opens a pool on the application role's address. Locks wait 5 s and statements run 30 s at most: later is "not reserved".
 * A session that is silent in a transaction for 15 s is ended, and with it its locks and all it wrote.
 */
export function openDatabase(url: string, max = 10): Database {
  return connect(url, max);
}

/** Runs `work` in one transaction that sees and writes only the rows of the workspace (row-level security). */
export async function inWorkspace<T>(db: Database, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
    return work(tx);
  });
}

/** Runs `work` in a transaction without a workspace: row-level security hides every tenant row; only `auth_*` and `system_*` functions answer. */
export async function outsideWorkspaces<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.orm.transaction(work);
}

/**
 * Looks at something that may be broken, in a savepoint: what the database refuses, keeps locked for a second or holds in a
 * form that cannot be computed with answers null, and the transaction goes on. Only for reads; a bug of ours still throws.
 */
export async function attempted<T>(tx: Tx, look: (inner: Tx) => Promise<T>): Promise<{ value: T } | null> {
  try {
    const value = await tx.transaction(async (inner) => {
      await inner.execute(sql`select set_config('lock_timeout', '1000', true)`);
      return look(inner);
    });
    return { value };
  } catch (error) {
    if (causeOf(error) instanceof postgres.PostgresError || error instanceof RangeError) return null;
    throw error;
  }
}

/** What lies under an error: drizzle wraps what the database said. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : error;
}

/** Reads rows of a raw query. Times arrive as text: parse them with `asDate`. */
export async function rowsOf<T extends Record<string, unknown>>(tx: Tx, query: ReturnType<typeof sql>): Promise<T[]> {
  return [...(await tx.execute<T>(query))] as T[];
}

/** A timestamptz that a raw query returned, as a Date. */
export function asDate(value: string | Date | null): Date | null {
  return value === null ? null : new Date(value);
}
