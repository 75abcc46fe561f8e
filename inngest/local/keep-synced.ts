import { syncFunctions } from './sync';
import type { World } from './world';

const RESYNC_MS = 60_000;
const UNSYNCED_MS = 500;
const REFUSED_MS = 5_000;

export interface Syncing {
  /** Resolves with the first sync. */
  first: Promise<void>;
  /** The app may be another one now. */
  again(): void;
  stop(): void;
}

/**
 * Reads the app's functions until it has them, then whenever the app comes back and once a minute: a deployment may have
 * changed them. Functions that cannot be run leave the ones before in force.
 */
export function keepSynced(world: World): Syncing {
  let stopped = false;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;
  let ready: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const turn = async () => {
    if (busy || stopped) return;
    busy = true;
    clearTimeout(timer);
    try {
      await syncFunctions(world);
      ready();
    } catch (error) {
      report(world, error instanceof Error ? error.message : String(error));
    }
    busy = false;
    if (!stopped) timer = setTimeout(() => void turn(), waitMs(world));
  };
  void turn();
  return {
    first,
    again: () => void turn(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** The same problem every half second is said once. */
function report(world: World, problem: string): void {
  if (problem !== world.sync.problem)
    console.error(JSON.stringify({ level: 'warn', msg: 'not synced with the app', reason: problem }));
  world.sync = { ...world.sync, problem };
}

function waitMs({ sync }: World): number {
  if (sync.problem === null) return RESYNC_MS;
  return sync.syncedAt === null ? UNSYNCED_MS : REFUSED_MS;
}
