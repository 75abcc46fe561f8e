import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../db/client';
import { type CellWorld, endLeases } from './cell-world';
import type { KillStack } from './stack';
import type { ProductProcess } from './worker-process';

/** Cells that a worker recovers at the same time. */
const AT_ONCE = 3;

/**
 * Fresh processes do what the engine does, day and night: open days, sweep, send. App time goes on to each of the given
 * moments in turn; a cell in which nothing is left to do is left out of the later ones.
 */
export async function recoverCells(
  stack: KillStack,
  worlds: readonly CellWorld[],
  moments: readonly Date[],
  progress: (line: string) => void,
): Promise<void> {
  for (const world of worlds) await endLeases(stack, world.workspaceId);
  const workers = [await stack.startProduct(), await stack.startProduct()];
  for (const [index, moment] of moments.entries()) {
    await stack.setClock(moment);
    const open = await openWorlds(stack, worlds);
    if (open.length === 0) break;
    progress(`recovery ${index + 1} of ${moments.length}: ${open.length} of ${worlds.length} cells have work left`);
    const waiting = [...open];
    await Promise.all(workers.flatMap((worker) => Array.from({ length: AT_ONCE }, () => drain(worker, waiting))));
  }
  await Promise.all(workers.map((worker) => worker.stop()));
}

async function drain(worker: ProductProcess, waiting: CellWorld[]): Promise<void> {
  for (let world = waiting.shift(); world !== undefined; world = waiting.shift()) {
    await worker.run('open', world);
    await worker.run('sweep', world);
    await worker.run('send', world);
  }
}

/** Cells with a person who may still be written to, or with a send whose outcome is open. */
async function openWorlds(stack: KillStack, worlds: readonly CellWorld[]): Promise<CellWorld[]> {
  const rows = await stack.owner.orm.transaction((tx) =>
    rowsOf<{ id: string }>(
      tx,
      sql`select id from workspaces w where exists (select 1 from enrolments e where e.workspace_id = w.id and e.active and e.state <> 'parked')
        or exists (select 1 from sends s where s.workspace_id = w.id and s.state in ('reserved', 'dispatching', 'unknown'))`,
    ),
  );
  const open = new Set(rows.map((row) => row.id));
  return worlds.filter((world) => open.has(world.workspaceId));
}
