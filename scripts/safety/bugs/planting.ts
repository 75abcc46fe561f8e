import type { SendStore, StoreUnit } from '../../../lib/services/sends/store';
import type { MemoryLedger } from '../sim/memory-ledger';
import type { SimulatedProvider } from '../sim/provider';
import type { Parts } from '../sim/schedule-parts';
import { SOUND } from '../sim/schedule-parts';

/** A mistake that a team could make, put behind a port or in the place of one step of the store. */
export interface PlantedBug {
  name: string;
  /** How somebody would come to write it. */
  imitates: string;
  parts: Parts;
  /** Takes hundreds of schedules: for the long run alone. */
  rare?: true;
}

/** Several places at once: where a second line of defence makes one mistake harmless, both lines are broken. */
export function planted(name: string, imitates: string, parts: Partial<Parts>): PlantedBug {
  return { name, imitates, parts: { ...SOUND, ...parts } };
}

export function inLedger(name: string, imitates: string, plantInLedger: (ledger: MemoryLedger) => void): PlantedBug {
  return planted(name, imitates, { plantInLedger });
}

export function inProvider(
  name: string,
  imitates: string,
  plantInProvider: (provider: SimulatedProvider) => void,
): PlantedBug {
  return planted(name, imitates, { plantInProvider });
}

export function inStore(name: string, imitates: string, change: (unit: StoreUnit) => Partial<StoreUnit>): PlantedBug {
  return planted(name, imitates, { wrapStore: changed(change) });
}

/** The store with some of its verbs replaced. */
export function changed(change: (unit: StoreUnit) => Partial<StoreUnit>): Parts['wrapStore'] {
  return (store: SendStore): SendStore => ({
    inWorkspace: (workspaceId, work) => store.inWorkspace(workspaceId, (unit) => work({ ...unit, ...change(unit) })),
  });
}

/** Without the store's own guard behind the look. */
export function drawBlindly(ledger: MemoryLedger): void {
  ledger.draw = (tx, input, keys) => {
    for (const budget of ledger.budgetsOfSend(tx, input, keys)) tx.put('budgets', { ...budget, used: budget.used + 1 });
  };
}

export function takeOut(ledger: MemoryLedger, ...gates: string[]): void {
  ledger.gates = ledger.gates.filter(({ name }) => !gates.includes(name));
}
