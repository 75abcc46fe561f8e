import type { SimulatorClock } from './clock';
import type { SimulatorConfig } from './records';
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

/** The switches in force. */
export function configOf(simulation: Pick<Simulation, 'store'>): SimulatorConfig {
  return simulation.store.get('config', 'config') ?? DEFAULT_CONFIG;
}

export const DEFAULT_CONFIG: SimulatorConfig = {
  refusalType: 'provider/unprocessable_entity',
  acceptance: 0.37,
  reply: 0.15,
  apiLimitPerMinute: 300,
  echoOwnMessages: true,
  restrictAfter: 25,
};
