import { existsSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../db/client';
import { auditLedger } from '../db/queries/ledger';
import { startPostgres } from './pg.mjs';

const SHOWN_MAX = 50;

/**
 * `npm run ledger:audit`: proves I1-I5 of design.md §5 from the rows of the ledger, on the database of DATABASE_URL or on
 * the embedded ones of DATA_DIR (its own and the demo's), started for the purpose when they do not run. Exit code 1 and
 * the rows where a promise is broken.
 */
async function main(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (url) {
    report(await audit(new URL(url).host, url));
    return;
  }
  const dataDir = process.env.DATA_DIR || '.data';
  const clusters = [path.join(dataDir, 'pg'), path.join(dataDir, 'demo', 'pg')].filter((dir) =>
    existsSync(path.join(dir, 'PG_VERSION')),
  );
  if (clusters.length === 0)
    throw new Error(
      `DATABASE_URL is not set and ${path.resolve(dataDir)} holds no database: there is nothing to audit`,
    );
  for (const dir of clusters) {
    const server = await startPostgres({ dir });
    try {
      report(await audit(dir, server.url));
    } finally {
      if (!server.reused) await server.stop();
    }
  }
}

async function audit(name: string, url: string) {
  const owner = openDatabase(url, 1);
  try {
    return { name, checks: await auditLedger(owner) };
  } finally {
    await owner.end();
  }
}

function report({ name, checks }: Awaited<ReturnType<typeof audit>>): void {
  console.log(`Ledger of ${name}`);
  for (const { invariant, what, checked, faults } of checks) {
    console.log(`  ${faults.length === 0 ? 'ok   ' : 'FAULT'} ${invariant}  ${checked} ${what}`);
    for (const fault of faults.slice(0, SHOWN_MAX)) console.log(`           ${fault}`);
    if (faults.length > SHOWN_MAX) console.log(`           and ${faults.length - SHOWN_MAX} more`);
  }
  const total = checks.reduce((sum, check) => sum + check.faults.length, 0);
  if (total > 0) process.exitCode = 1;
  console.log(total === 0 ? 'Every promise holds.' : `${total} faults.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
