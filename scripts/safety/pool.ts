import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorker } from './bundle-worker';
import type { Answer, Task } from './worker';

/** Longer than any task takes on a loaded machine; a task that hangs is a failure, not a wait. */
const TASK_MS = 900_000;

/**
 * Works off what `next` hands out in `workers` processes and gives each answer to `onAnswer`. Every process has ended
 * when this returns or throws; a process that dies or hangs fails the run and names its task.
 */
export async function runTasks(input: {
  workers: number;
  signal: AbortSignal;
  next: () => Task | null;
  onAnswer: (answer: Answer) => void;
}): Promise<void> {
  const children: ChildProcess[] = [];
  const end = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  input.signal.addEventListener('abort', end, { once: true });
  const outDir = await mkdtemp(path.join(tmpdir(), 'headroom-safety-'));
  try {
    const bundle = await bundleWorker({ entry: path.join(import.meta.dirname, 'worker.ts'), outDir });
    await Promise.all(Array.from({ length: input.workers }, () => work(bundle, input, children)));
  } finally {
    input.signal.removeEventListener('abort', end);
    end();
    await rm(outDir, { recursive: true, force: true });
  }
}

async function work(
  bundle: string,
  { signal, next, onAnswer }: Parameters<typeof runTasks>[0],
  children: ChildProcess[],
): Promise<void> {
  signal.throwIfAborted();
  const child = fork(bundle, [], { execArgv: [] });
  children.push(child);
  // The real processes that run beside these have real time-outs.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  for (let task = next(); task !== null; task = next()) onAnswer(await answerOf(child, task));
  child.disconnect();
}

function answerOf(child: ChildProcess, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      child.off('exit', died).off('error', died).off('message', answered);
    };
    const fail = (why: string) => {
      settle();
      reject(new Error(`a worker ${why} during ${JSON.stringify(task)}`));
    };
    const died = () => fail('died');
    const timer = setTimeout(() => fail(`gave no answer in ${TASK_MS / 1_000} s`), TASK_MS);
    const answered = (message: unknown) => {
      settle();
      resolve(message as Answer);
    };
    child.once('exit', died).once('error', died).once('message', answered);
    child.send(task);
  });
}
