import type { Pool } from 'pg';
import { freeUnclaimed, takeOverDead } from './take-over';

const WATCH_MS = 2_000;
const UNCLAIMED_EVERY = 3;

export interface Watch {
  stop(): Promise<void>;
}

/** Takes over from the processes that are dead now, and then from those that die; `onTaken` is told when calls are free. */
export async function watchProcesses(pool: Pool, ownId: number, onTaken: () => void): Promise<Watch> {
  await takeOverDead(pool, ownId);
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    for (let turn = 1; !stopped; turn += 1) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, WATCH_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (stopped) return;
      try {
        // The queue does not announce a job that is free again.
        if (await takeOverDead(pool, ownId)) onTaken();
        if (turn % UNCLAIMED_EVERY === 0) await freeUnclaimed(pool);
      } catch (error) {
        console.error(JSON.stringify({ level: 'warn', msg: 'could not look after the others', reason: String(error) }));
      }
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}
