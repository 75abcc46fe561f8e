import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type CellWorld, endLeases } from './cell-world';
import type { Cell, Mode } from './points';
import type { KillStack } from './stack';
import type { Held } from './watch';
import type { Outcome, ProductProcess, WorkerProcess } from './worker-process';

/** Longer than the call's time-out (30 s), the reservation's lease (30 s) and the dispatch's deadline (60 s). */
const STALL_MS = 65_000;
/** A worker that has not ended its turn by then never will. */
const TURN_MS = 90_000;
const REACH_MS = 60_000;

export interface Crash {
  /** The mark at which the fault happened; null when the point was never reached. */
  mark: string | null;
  /** What became of the turn under way, and of the next turn of the same account. */
  turn: string;
  nextTurn: string;
}

interface Scene {
  stack: KillStack;
  world: CellWorld;
  worker: WorkerProcess;
  /** Another process of the product, which lives on. */
  other: ProductProcess;
}

/** Runs one turn of a worker into the cell’s fault, and asks for the account’s next turn at once. */
export async function crashCell(scene: Scene, cell: Cell): Promise<Crash> {
  const { world, worker, other } = scene;
  if (cell.point.verb === 'reconcile') await loseOneAnswer(scene);
  const crash = cell.point.id === 'P13' ? await afterTheTurn(scene, cell.mode) : await inTheTurn(scene, cell);
  const next = worker.alive() ? worker : other;
  const nextTurn = textOf(await within(next.run('send', world), TURN_MS));
  return { ...crash, nextTurn };
}

async function inTheTurn(scene: Scene, cell: Cell): Promise<Omit<Crash, 'nextTurn'>> {
  const { world, worker } = scene;
  const caught = worker.watch.arm(cell.point.trap);
  const turn = worker.run(cell.point.verb, world);
  const held = await Promise.race([caught, turn.then(() => null), sleep(REACH_MS, null, { ref: false })]);
  if (held === null) {
    worker.watch.disarm();
    return { mark: null, turn: textOf(await within(turn, TURN_MS)) };
  }
  await FAULTS[cell.mode](scene, held);
  return { mark: held.mark, turn: textOf(await within(turn, TURN_MS)) };
}

/** P13: the result is out; what dies now is a process between two turns. */
async function afterTheTurn(scene: Scene, mode: Mode): Promise<Omit<Crash, 'nextTurn'>> {
  const turn = await within(scene.worker.run('send', scene.world), TURN_MS);
  await FAULTS[mode](scene, { mark: 'pg:idle', release: () => undefined });
  return { mark: turn.kind === 'answered' ? 'result' : null, turn: textOf(turn) };
}

/** A send whose answer was lost on the way: the provider has acted, the row says unknown. */
async function loseOneAnswer({ world, worker }: Scene): Promise<void> {
  const caught = worker.watch.arm((mark) => mark === 'http:answer');
  const turn = worker.run('send', world);
  const held = await Promise.race([caught, turn.then(() => null)]);
  held?.release({ kind: 'cut' });
  await turn;
}

const FAULTS: Record<Mode, (scene: Scene, held: Held) => Promise<void>> = {
  async kill({ worker }, held) {
    worker.signal('SIGKILL');
    await worker.ended;
    held.release({ kind: 'cut' });
  },
  async throw(_, held) {
    held.release({ kind: 'error' });
  },
  async hang(scene, held) {
    scene.worker.signal('SIGSTOP');
    held.release({ kind: 'pass' });
    await takeOver(scene);
    scene.worker.signal('SIGCONT');
  },
  async stall(scene, held) {
    await sleep(STALL_MS);
    await scene.other.run('sweep', scene.world);
    await scene.other.run('send', scene.world);
    held.release({ kind: 'pass' });
  },
  async backend({ stack, worker }, held) {
    for (const pid of worker.backendPids()) await stack.owner.orm.execute(sql`select pg_terminate_backend(${pid})`);
    held.release({ kind: held.mark.startsWith('pg:after:') ? 'swallow' : 'pass' });
  },
  async cut({ worker }, held) {
    held.release({ kind: 'cut' });
    if (held.mark.startsWith('pg:')) worker.cutDatabase();
  },
  answer_500: answering('500 Internal Server Error', 'application/problem+json', '{"object":"Error","status":500}'),
  answer_502_html: answering('502 Bad Gateway', 'text/html', '<html><h1>502 Bad Gateway</h1></html>'),
  answer_504: answering('504 Gateway Timeout', 'application/problem+json', '{"type":"provider/timeout","status":504}'),
  answer_garbage: answering('201 Created', 'application/json', '{"object":"Cha'),
};

/** Another process finds the leases over while the first one hangs. */
async function takeOver({ stack, world, other }: Scene): Promise<void> {
  await endLeases(stack, world.workspaceId);
  await other.run('sweep', world);
  await other.run('send', world);
}

function answering(status: string, type: string, body: string) {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return async (_: Scene, held: Held) => {
    held.release({ kind: 'replace', bytes: Buffer.from(`${head}connection: close\r\n\r\n${body}`) });
  };
}

async function within(outcome: Promise<Outcome>, ms: number): Promise<Outcome> {
  const late: Outcome = { kind: 'failed', error: `no end within ${ms} ms` };
  return Promise.race([outcome, sleep(ms, late, { ref: false })]);
}

function textOf(outcome: Outcome): string {
  if (outcome.kind === 'died') return 'died';
  return outcome.kind === 'failed' ? `failed: ${outcome.error}` : `answered: ${JSON.stringify(outcome.value)}`;
}
