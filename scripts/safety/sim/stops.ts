import type { ServiceContext } from '../../../lib/services/context';
import { withUnit } from '../../../lib/services/context';
import { stopEnrolments } from '../../../lib/services/enrolments/stop-enrolments';
import type { MemoryWorld } from './memory-store';
import type { Random } from './random';
import { Transaction } from './transaction';
import type { Plan } from './world';
import { WORKSPACE } from './world';

/** A stop that was acknowledged: what it held, until when, and the sends it said were already under way. */
export interface Acknowledged {
  kind: 'reply' | 'opt_out' | 'suppression' | 'pause_account' | 'pause_campaign' | 'kill_switch';
  accountId: string | null;
  personId: string | null;
  at: number;
  /** The scheduler's step of the acknowledgement. */
  step: number;
  until: number;
  dispatching: string[];
}

const KINDS = ['reply', 'opt_out', 'suppression', 'pause_account', 'pause_campaign', 'kill_switch'] as const;
const HOUR_MS = 3_600_000;

/** One stopping write of a random kind, by the locks that the product's own takes; answers what it acknowledged. */
export async function stopSomething(
  world: MemoryWorld,
  ctx: ServiceContext,
  plan: Plan,
  random: Random,
): Promise<Acknowledged> {
  const kind = random.pick(KINDS);
  const personId = random.pick(plan.people);
  if (kind === 'reply' || kind === 'opt_out' || kind === 'suppression') {
    const { dispatching } = await withUnit(ctx, async (unit) => {
      const stopped = await stopEnrolments(unit, ctx, {
        prospectId: personId,
        state: kind === 'reply' ? 'replied' : 'stopped',
        reason: kind,
      });
      await unit.markProspect(personId, kind === 'reply' ? { repliedAt: ctx.now } : { optedOutAt: ctx.now });
      return stopped;
    });
    return { kind, accountId: null, personId, ...ackOf(world), until: Number.POSITIVE_INFINITY, dispatching };
  }
  const accountId = kind === 'pause_account' ? random.pick(plan.accountIds) : null;
  const until = world.scheduler.now + random.whole(5, 60) * 60_000;
  const dispatching = kind === 'kill_switch' ? await killSwitch(world, until) : await pause(world, kind, accountId);
  return {
    kind,
    accountId,
    personId: null,
    ...ackOf(world),
    until: kind === 'kill_switch' ? until : until + 24 * HOUR_MS,
    dispatching,
  };
}

const ackOf = ({ scheduler }: MemoryWorld) => ({ at: scheduler.now, step: scheduler.steps });

/** The row first, then the lock that every dispatch shares: as `putStop` does. */
async function killSwitch(world: MemoryWorld, until: number): Promise<string[]> {
  await inTransaction(world, async (tx) => {
    tx.put('stops', {
      id: world.nextId('ctl'),
      scope: 'workspace',
      targetId: null,
      action: null,
      until,
      endedAt: null,
    });
  });
  return inTransaction(world, async (tx) => {
    await world.locks.take(tx, `workspaces:${WORKSPACE}`, 'update');
    return underWay(tx, null);
  });
}

async function pause(
  world: MemoryWorld,
  kind: 'pause_account' | 'pause_campaign',
  accountId: string | null,
): Promise<string[]> {
  return inTransaction(world, async (tx) => {
    const key = kind === 'pause_account' ? `accounts:${accountId}` : 'campaigns:cmp';
    await world.locks.take(tx, key, 'update');
    if (kind === 'pause_account') {
      const row = tx.get('accounts', accountId ?? '');
      if (row !== null) tx.put('accounts', { ...row, pausedAt: new Date(world.scheduler.now) });
    } else {
      const row = tx.get('campaigns', 'cmp');
      if (row !== null) tx.put('campaigns', { ...row, state: 'paused' });
    }
    return underWay(tx, accountId);
  });
}

/** What the provider's word of an account does: its state, under the lock that every dispatch shares. */
export function restrict(world: MemoryWorld, accountId: string): Promise<void> {
  return inTransaction(world, async (tx) => {
    await world.locks.take(tx, `accounts:${accountId}`, 'update');
    const row = tx.get('accounts', accountId);
    if (row !== null) tx.put('accounts', { ...row, state: 'restricted' });
  });
}

function underWay(tx: Transaction, accountId: string | null): string[] {
  return tx
    .all('sends')
    .filter((row) => row.state === 'dispatching' && (accountId === null || row.accountId === accountId))
    .map((row) => row.id);
}

async function inTransaction<T>(world: MemoryWorld, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = new Transaction(world.tables);
  const survived = world.scheduler.onDeath(() => tx.end());
  try {
    await world.scheduler.point('stop.begin');
    const result = await work(tx);
    await world.scheduler.point('stop.commit');
    tx.commit();
    return result;
  } finally {
    tx.end();
    survived();
  }
}
