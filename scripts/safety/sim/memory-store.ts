import type { SendStore, StoreUnit } from '../../../lib/services/sends/store';
import { accountVerbs } from './memory-accounts';
import type { LedgerWorld } from './memory-budgets';
import type { MemoryLedger } from './memory-ledger';
import { personVerbs } from './memory-people';
import { sendVerbs } from './memory-sends';
import { Transaction } from './transaction';

/** What the verbs of the memory store share. */
export interface MemoryWorld extends LedgerWorld {
  ledger: MemoryLedger;
}

/** Where a schedule may go on with somebody else: at every verb, or between two transactions only. */
export type Grain = 'fine' | 'coarse';

/**
 * The store port in memory. Every verb is a point at which the schedule may go on with somebody else, kill the caller or
 * cut its connection; a transaction that does not come to its end leaves nothing behind, and one whose commit was not
 * acknowledged stands all the same. A coarse one has no point inside a transaction: nobody else goes on there.
 */
export function memoryStore(world: MemoryWorld, grain: Grain = 'fine'): SendStore {
  const { scheduler } = world;
  // A unit is some fifty functions: one is used again for the next transaction. Those of the dead are not.
  const idle: { tx: Transaction; unit: StoreUnit }[] = [];
  return {
    async inWorkspace(_workspaceId, work) {
      const used = idle.pop() ?? newUnit(world, grain);
      const { tx, unit } = used;
      const survived = scheduler.onDeath(() => tx.end());
      try {
        await scheduler.point('begin');
        const result = await work(unit);
        await (grain === 'fine' ? scheduler.point('commit') : scheduler.strike('commit'));
        tx.commit();
        await scheduler.point('committed');
        return result;
      } finally {
        tx.end();
        survived();
        idle.push(used);
      }
    },
  };
}

function newUnit(world: MemoryWorld, grain: Grain): { tx: Transaction; unit: StoreUnit } {
  const tx = new Transaction(world.tables);
  const unit = { ...sendVerbs(world, tx), ...accountVerbs(world, tx), ...personVerbs(world, tx) };
  return { tx, unit: grain === 'fine' ? pointed(world, unit) : unit };
}

function pointed(world: MemoryWorld, unit: StoreUnit): StoreUnit {
  const verbs = Object.entries(unit).map(([name, verb]) => [
    name,
    async (...args: unknown[]) => {
      await world.scheduler.point(name);
      return (verb as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(verbs) as StoreUnit;
}
