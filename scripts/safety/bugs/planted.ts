import type { SendStore, StoreUnit } from '../../../lib/services/sends/store';
import type { MemoryLedger } from '../sim/memory-ledger';
import type { Parts } from '../sim/schedule';
import { SOUND } from '../sim/schedule';

/** A mistake that a team could make, put behind a port or in the place of one step of the store. */
export interface PlantedBug {
  name: string;
  parts: Parts;
}

/** Every one of these would cost somebody an account or a customer; all of them must be caught. */
export const PLANTED: PlantedBug[] = [
  inLedger('a cap of 0 means unlimited', (ledger) => {
    ledger.isFull = (budget) => budget.cap > 0 && budget.used >= budget.cap;
    drawBlindly(ledger);
  }),
  inLedger('a cap is off by one', (ledger) => {
    ledger.isFull = (budget) => budget.used > budget.cap;
    drawBlindly(ledger);
  }),
  ...['invite.day', 'message.hour', 'campaign.invite.day', 'ramp.message.day'].map((forgotten) =>
    inLedger(`the budget ${forgotten} is forgotten`, (ledger) => {
      const keysOf = ledger.keysOf.bind(ledger);
      ledger.keysOf = (input) => keysOf(input).filter((key) => key !== forgotten);
    }),
  ),
  inLedger('a crashed dispatch is released and sent again', (ledger) => {
    ledger.recovered = (tx, row, now) => {
      ledger.giveBack(tx, row, row.kept);
      tx.put('sends', { ...row, state: 'released', spent: false, kept: [], settledAt: now });
      return 'released';
    };
  }),
  inLedger('the gates do not look at the kill switch', (ledger) => openGate(ledger, 'control_stop')),
  inStore('a time-out gives the slot back', (unit) => ({
    settleSend: (input) =>
      unit.settleSend(input.state === 'unknown' ? { ...input, state: 'released', keep: 'none' } : input),
  })),
];

function inLedger(name: string, plantInLedger: (ledger: MemoryLedger) => void): PlantedBug {
  return { name, parts: { ...SOUND, plantInLedger } };
}

function inStore(name: string, change: (unit: StoreUnit) => Partial<StoreUnit>): PlantedBug {
  const wrapStore = (store: SendStore): SendStore => ({
    inWorkspace: (workspaceId, work) => store.inWorkspace(workspaceId, (unit) => work({ ...unit, ...change(unit) })),
  });
  return { name, parts: { ...SOUND, wrapStore } };
}

/** Without the store's own guard behind the look. */
function drawBlindly(ledger: MemoryLedger): void {
  ledger.draw = (tx, input, keys) => {
    for (const budget of ledger.budgetsOfSend(tx, input, keys)) tx.put('budgets', { ...budget, used: budget.used + 1 });
  };
}

function openGate(ledger: MemoryLedger, open: string): void {
  const gateOf = ledger.gateOf.bind(ledger);
  ledger.gateOf = async (tx, input) => {
    const closed = await gateOf(tx, input);
    return closed?.gate === open ? null : closed;
  };
}
