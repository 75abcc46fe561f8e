import type { SimulatorConfig } from './records';
import type { Store } from './store';

/** The switches in force. */
export function configOf(simulation: { store: Store }): SimulatorConfig {
  return simulation.store.get('config', 'config') ?? DEFAULT_CONFIG;
}

export const DEFAULT_CONFIG: SimulatorConfig = {
  refusalType: 'provider/unprocessable_entity',
  acceptance: 0.37,
  reply: 0.15,
  apiLimitPerMinute: 300,
  echoOwnMessages: true,
  restrictAfter: 25,
  limitShareMin: 1,
  limitShareMax: 1.3,
  limitErrorShare: 0,
  lateWebhooks: 0,
  doubleWebhooks: 0,
  dropsPerMonth: 0,
  checkpointShare: 0,
  watchRhythm: false,
};
