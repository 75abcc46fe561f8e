import type { Store } from './store';
import type { SimulatorConfig } from './world-config';
import { WORLD } from './world-config';

/** The switches in force. */
export function configOf(simulation: { store: Store }): SimulatorConfig {
  return simulation.store.get('config', 'config') ?? DEFAULT_CONFIG;
}

export const DEFAULT_CONFIG = WORLD.parse({});
