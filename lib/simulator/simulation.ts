import type { SimulatorClock } from './clock';
import type { Store } from './store';
import type { Webhooks } from './webhooks';

/** What every part of the simulator works on. */
export interface Simulation {
  seed: string;
  store: Store;
  clock: SimulatorClock;
  webhooks: Webhooks;
  /** Address the hosted page is reached at, e.g. `http://127.0.0.1:4000`; known once the server listens. */
  baseUrl(): string;
}
