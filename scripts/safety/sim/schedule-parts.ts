import type { SendStore } from '../../../lib/services/sends/store';
import type { MemoryLedger } from './memory-ledger';
import type { MemoryWorld } from './memory-store';
import type { Violation } from './oracle';
import type { Entry, SimulatedProvider } from './provider';
import type { Side } from './side';
import { memorySide } from './side';

/** What a planted bug may put in the place of a part; the product's own modules stay as they are. */
export interface Parts {
  plantInLedger: (ledger: MemoryLedger) => void;
  plantInProvider: (provider: SimulatedProvider) => void;
  wrapStore: (store: SendStore) => SendStore;
  /** Where the rows are. */
  side: (world: MemoryWorld) => Side;
}

export const SOUND: Parts = {
  plantInLedger: () => undefined,
  plantInProvider: () => undefined,
  wrapStore: (store) => store,
  side: (world) => memorySide(world),
};

export interface Outcome {
  seed: number;
  violations: Violation[];
  sends: number;
  /** What the provider saw, in order. */
  ledger: readonly Entry[];
  faults: Record<string, number>;
  /** Which branches of the send path were taken, seen from outside. */
  branches: Record<string, number>;
  states: Record<string, number>;
  steps: number;
}

/** Told what happens in a schedule, in order. */
export type Trace = (event: { at: number; task: string; what: string }) => void;
