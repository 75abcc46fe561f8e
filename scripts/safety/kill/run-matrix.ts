import { type CellWorld, createCellWorld } from './cell-world';
import { type Crash, crashCell } from './crash-cell';
import { factsOf, judgeCell } from './judge-cell';
import type { Cell } from './points';
import { recoverCells } from './recover';
import { type KillStack, openKillStack } from './stack';
import type { WorkerProcess } from './worker-process';

/** Early enough in a Wednesday of Berlin that every account's first slot has come by the crash. */
const MORNING = new Date('2026-03-04T08:05:00.000Z');
const CRASH = new Date('2026-03-04T12:00:00.000Z');
const DAY_END = new Date('2026-03-04T23:00:00.000Z');
/** After the hour's stop of an unknown outcome, over the day's end, and past the day after which a person decides. */
const MOMENTS = [
  ...['2026-03-04T12:20Z', '2026-03-04T13:40Z', '2026-03-05T08:10Z', '2026-03-05T12:40Z', '2026-03-05T13:40Z'],
  ...['2026-03-05T14:40Z', '2026-03-05T15:40Z', '2026-03-06T09:10Z', '2026-03-06T13:00Z', '2026-03-06T15:00Z'],
].map((text) => new Date(text));
/** Cells whose worker works, and cells whose worker only waits. */
const BUSY_MAX = 4;
const STALLED_MAX = 24;

export interface CellResult {
  cell: string;
  passed: boolean;
  problems: string[];
  crash: Crash | null;
  /** Acts that the provider accepted. */
  acts: number;
}

/** Runs the given cells on a migrated database with real processes, recovers all of them and judges each. */
export async function runMatrix(
  input: { ownerUrl: string; cells: readonly Cell[]; signal: AbortSignal },
  progress: (line: string) => void,
): Promise<CellResult[]> {
  const stack = await openKillStack({ ownerUrl: input.ownerUrl, now: MORNING });
  try {
    const runs = await crashAll(stack, input, progress);
    await recoverCells(
      stack,
      runs.map((run) => run.world),
      MOMENTS,
      progress,
    );
    return await Promise.all(runs.map((run) => resultOf(stack, run)));
  } finally {
    await stack.close();
  }
}

interface Run {
  cell: Cell;
  world: CellWorld;
  crash: Crash | string;
}

async function crashAll(
  stack: KillStack,
  { cells, signal }: { cells: readonly Cell[]; signal: AbortSignal },
  progress: (line: string) => void,
): Promise<Run[]> {
  const worlds = new Map<Cell, CellWorld>();
  for (const cell of cells) worlds.set(cell, await createCellWorld(stack, cell.action, MORNING));
  await stack.setClock(CRASH);
  const other = await stack.startProduct();
  // The first process of an installation begins its lease; those that come later find its mark in the data folder.
  const [first] = worlds.values();
  if (first !== undefined) await other.run('sweep', first);
  const idle: WorkerProcess[] = [];
  const runs: Run[] = [];
  const lane = async (waiting: Cell[]) => {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      signal.throwIfAborted();
      const world = worlds.get(cell);
      if (world === undefined) throw new Error(`no world for ${cell.name}`);
      const worker = idle.pop() ?? (await stack.startWorker());
      const crash = await crashCell({ stack, world, worker, other }, cell).catch(String);
      runs.push({ cell, world, crash });
      if (worker.alive()) idle.push(worker);
      else await worker.stop();
      progress(`${runs.length} of ${cells.length} cells crashed`);
    }
  };
  const lanes = (all: Cell[], max: number) => Array.from({ length: Math.min(all.length, max) }, () => lane(all));
  const stalled = cells.filter((cell) => cell.mode === 'stall');
  const busy = cells.filter((cell) => cell.mode !== 'stall');
  await Promise.all([...lanes(stalled, STALLED_MAX), ...lanes(busy, BUSY_MAX)]);
  await other.stop();
  return runs;
}

async function resultOf(stack: KillStack, { cell, world, crash }: Run): Promise<CellResult> {
  const facts = await factsOf(stack, world);
  const problems = judgeCell(cell, facts, DAY_END);
  if (typeof crash === 'string') problems.push(crash);
  else if (crash.mark === null) problems.push(`the point was not reached (${crash.turn})`);
  const acts = facts.ledger.filter((line) => line.action === cell.action && line.outcome === 'accepted').length;
  return {
    cell: cell.name,
    passed: problems.length === 0,
    problems,
    crash: typeof crash === 'string' ? null : crash,
    acts,
  };
}
