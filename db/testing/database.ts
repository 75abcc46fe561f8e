import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { appDatabaseUrl } from '@/lib/platform/env';

export interface FreshDatabase {
  /** The owner's address: sees everything, for arranging and for looking. */
  ownerUrl: string;
  /** The application's address: what product code gets. */
  appUrl: string;
  drop(): Promise<void>;
}

/** A database of the caller's own, migrated and empty but for the clock row; about 80 ms. Drop it when done. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = new URL(inject('databaseUrl'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = addressOf(template, 'postgres');
  await onServer(admin, async (sql) => {
    await sql`create database ${sql(name)} template ${sql(template.pathname.slice(1))}`;
  });
  const ownerUrl = addressOf(template, name);
  return {
    ownerUrl,
    appUrl: appDatabaseUrl(ownerUrl),
    // Forced: a test that failed may have left its pool open.
    drop: () => onServer(admin, async (sql) => void (await sql`drop database if exists ${sql(name)} with (force)`)),
  };
}

function addressOf(base: URL, database: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
