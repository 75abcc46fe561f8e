import type { SendStore } from '../../../lib/services/sends/store';
import type { Grain, MemoryWorld } from './memory-store';
import { memoryStore } from './memory-store';
import type { StopVerbs } from './stops';
import { memoryStops } from './stops';
import type { Rows } from './tables';

/** What a schedule does to the rows: in memory, or the same on another store, so that the two can be compared. */
export interface Side {
  store: SendStore;
  stops: StopVerbs;
  openDay(row: Rows['rampDays']): Promise<void>;
  /** Another installation takes the lease. */
  loseLease(): Promise<void>;
}

export function memorySide(world: MemoryWorld, grain: Grain = 'fine'): Side {
  return {
    store: memoryStore(world, grain),
    stops: memoryStops(world, grain),
    async openDay(row) {
      world.tables.of('rampDays').set(row.id, row);
    },
    async loseLease() {
      world.lease.id = 'another installation';
    },
  };
}
