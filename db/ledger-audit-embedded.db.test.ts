import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { migrate } from '../scripts/migrate.mjs';
import { startPostgres } from '../scripts/pg.mjs';
import { runAudit } from './testing/run-audit';

const dataDir = path.resolve('.data', `test-audit-${process.pid}`);
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('without DATABASE_URL it audits the embedded database of DATA_DIR, started for it or running already, and leaves it as it was', async () => {
  expect((await runAudit({ DATA_DIR: dataDir })).code).toBe(2);
  mkdirSync(dataDir, { recursive: true });
  const dir = path.join(dataDir, 'pg');
  const first = await startPostgres({ dir });
  await migrate(first.url);
  await first.stop();

  const stopped = await runAudit({ DATA_DIR: dataDir });
  expect(stopped.text).toContain('Every promise holds.');
  expect(stopped.code).toBe(0);

  const second = await startPostgres({ dir });
  try {
    expect(second.reused).toBe(false);
    expect((await runAudit({ DATA_DIR: dataDir })).code).toBe(0);
    const third = await startPostgres({ dir });
    expect(third).toMatchObject({ reused: true, pid: second.pid });
  } finally {
    await second.stop();
  }
});
