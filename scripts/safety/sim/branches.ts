import type { SendStore, StoreUnit } from '../../../lib/services/sends/store';
import type { SendRow } from './tables';

/** Counts a branch of the send path as taken. */
export type Take = (branch: string) => void;

/**
 * Names the branch that a committed change of a send's row shows. The product has no flags for it: who wrote the change
 * and what the row became tell.
 */
export function branchOf(before: SendRow | null, after: SendRow, task: string): string | null {
  const from = before?.state ?? 'new';
  if (from === after.state) return null;
  const bySweeper = task === 'sweeper';
  switch (`${from} → ${after.state}`) {
    case 'new → reserved':
      return after.stepKey.includes('#') ? 'planned_again' : 'reserved';
    case 'released → reserved':
      return 'reserved_again';
    case 'reserved → released':
      return bySweeper ? 'sweep_gave_back' : 'dispatch_gave_back';
    case 'dispatching → unknown':
      return bySweeper ? 'sweep_made_unknown' : 'settled_unknown';
    case 'unknown → sent':
      return 'reconciled_sent';
    case 'unknown → held':
      return 'reconciled_held';
    case 'dispatching → sent':
      return 'settled_sent';
    default:
      return `${after.state}_${after.answer ?? 'without_answer'}`;
  }
}

/** The same store, with its refusals counted: what the ledger answered shows which guard held. */
export function watchStore(store: SendStore, take: Take): SendStore {
  // A store hands out the same units again and again.
  const known = new WeakMap<StoreUnit, StoreUnit>();
  const watch = (unit: StoreUnit) => {
    const seen = known.get(unit) ?? watched(unit, take);
    known.set(unit, seen);
    return seen;
  };
  return { inWorkspace: (workspaceId, work) => store.inWorkspace(workspaceId, (unit) => work(watch(unit))) };
}

function watched(unit: StoreUnit, take: Take): StoreUnit {
  return {
    ...unit,
    reserveSend: async (input) => {
      const row = await unit.reserveSend(input);
      if (row.outcome === 'gated') take(`reserve_gated_${row.reason}`);
      else if (row.outcome !== 'reserved') take(`reserve_${row.outcome}`);
      return row;
    },
    dispatchSend: async (input) => {
      const row = await unit.dispatchSend(input);
      if (row.outcome === 'stale') take('dispatch_fenced_off');
      if (row.outcome === 'released') take(`dispatch_gated_${row.reason}`);
      return row;
    },
    settleSend: async (input) => {
      const settled = await unit.settleSend(input);
      if (!settled) take('settle_fenced_off');
      return settled;
    },
  };
}
