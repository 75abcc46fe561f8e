import type { ServiceContext } from '../../../lib/services/context';
import { stopEnrolments } from '../../../lib/services/enrolments/stop-enrolments';
import { withUnit } from '../../../lib/services/with-unit';
import type { Grain, MemoryWorld } from './memory-store';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import { Transaction } from './transaction';
import type { Plan } from './world';
import { WORKSPACE } from './world';

/** A stop that was acknowledged: what it held, until when, and the sends it said were already under way. */
export interface Acknowledged {
  kind: (typeof KINDS)[number];
  accountId: string | null;
  personId: string | null;
  at: number;
  /** The scheduler's step of the acknowledgement. */
  step: number;
  until: number;
  dispatching: string[];
}

const KINDS = [
  'reply',
  'opt_out',
  'suppression',
  'pause_account',
  'pause_campaign',
  'restricted',
  'kill_switch',
] as const;
const HOUR_MS = 3_600_000;

type PauseKind = 'pause_account' | 'pause_campaign' | 'restricted';

/** The stopping writes that do not go through the send path's store; each answers the sends that are under way. */
export interface StopVerbs {
  /** People to whom something is on its way, in the order of their sends' ids. */
  peopleUnderWay(): Promise<string[]>;
  killSwitch(ctx: ServiceContext, until: number): Promise<string[]>;
  /** Of a campaign when no account is named. */
  pause(ctx: ServiceContext, kind: PauseKind, accountId: string | null): Promise<string[]>;
}

/** One stopping write of a random kind, by the locks that the product's own takes; answers what it acknowledged. */
export async function stopSomething(
  { scheduler, stops }: { scheduler: Scheduler; stops: StopVerbs },
  ctx: ServiceContext,
  plan: Plan,
  random: Random,
  onRestricted: (accountId: string) => void,
): Promise<Acknowledged> {
  const kind = random.pick(KINDS);
  const personId = aimAt(await stops.peopleUnderWay(), plan, random);
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
    return { kind, accountId: null, personId, ...ackOf(scheduler), until: Number.POSITIVE_INFINITY, dispatching };
  }
  const accountId = kind === 'pause_account' || kind === 'restricted' ? random.pick(plan.accountIds) : null;
  if (kind === 'restricted' && accountId !== null) onRestricted(accountId);
  const until = scheduler.now + random.whole(5, 60) * 60_000;
  const dispatching =
    kind === 'kill_switch' ? await stops.killSwitch(ctx, until) : await stops.pause(ctx, kind, accountId);
  return {
    kind,
    accountId,
    personId: null,
    ...ackOf(scheduler),
    until: kind === 'kill_switch' ? until : until + 24 * HOUR_MS,
    dispatching,
  };
}

/** Anybody, or somebody to whom something is on its way. */
function aimAt(underWay: string[], plan: Plan, random: Random): string {
  return random.pick(underWay.length > 0 && random.chance(0.8) ? underWay : plan.people);
}

const ackOf = (scheduler: Scheduler) => ({ at: scheduler.now, step: scheduler.steps });

/** The stopping writes on the memory store's rows and locks. */
export function memoryStops(world: MemoryWorld, grain: Grain): StopVerbs {
  return {
    peopleUnderWay: async () =>
      [...world.tables.of('sends').values()]
        .filter((row) => row.state === 'reserved' || row.state === 'dispatching')
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((row) => row.prospectId)
        .filter((id) => id !== null),
    killSwitch: (_ctx, until) => killSwitch(world, grain, until),
    pause: (_ctx, kind, accountId) => pause(world, grain, { kind, accountId }),
  };
}

/** The row first, then the lock that every dispatch shares: as `putStop` does. */
async function killSwitch(world: MemoryWorld, grain: Grain, until: number): Promise<string[]> {
  await inTransaction(world, grain, async (tx) => {
    tx.put('stops', {
      id: world.nextId('ctl'),
      scope: 'workspace',
      targetId: null,
      action: null,
      until,
      endedAt: null,
    });
  });
  return inTransaction(world, grain, async (tx) => {
    await world.locks.take(tx, `workspaces:${WORKSPACE}`, 'update');
    return underWay(tx, null);
  });
}

async function pause(
  world: MemoryWorld,
  grain: Grain,
  { kind, accountId }: { kind: PauseKind; accountId: string | null },
): Promise<string[]> {
  return inTransaction(world, grain, async (tx) => {
    const key = accountId === null ? 'campaigns:cmp' : `accounts:${accountId}`;
    await world.locks.take(tx, key, 'update');
    if (accountId !== null) {
      const row = tx.get('accounts', accountId);
      // A second pause keeps the first, as the product's does.
      const pausedAt = row?.pausedAt ?? new Date(world.scheduler.now);
      if (row !== null) tx.put('accounts', { ...row, ...(kind === 'restricted' ? { state: kind } : { pausedAt }) });
    } else {
      const row = tx.get('campaigns', 'cmp');
      if (row !== null) tx.put('campaigns', { ...row, state: 'paused' });
    }
    return underWay(tx, accountId);
  });
}

function underWay(tx: Transaction, accountId: string | null): string[] {
  return tx
    .all('sends')
    .filter((row) => row.state === 'dispatching' && (accountId === null || row.accountId === accountId))
    .map((row) => row.id);
}

async function inTransaction<T>(world: MemoryWorld, grain: Grain, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = new Transaction(world.tables);
  const survived = world.scheduler.onDeath(() => tx.end());
  try {
    await world.scheduler.point('stop.begin');
    const result = await work(tx);
    await (grain === 'fine' ? world.scheduler.point('stop.commit') : world.scheduler.strike('stop.commit'));
    tx.commit();
    return result;
  } finally {
    tx.end();
    survived();
  }
}
