import type { Action } from '../../../lib/domain/limits/constants';
import type { SendOrigin } from '../../../lib/domain/sends/constants';
import type { Scheduler } from './scheduler';
import type { Locks, Transaction } from './transaction';

export interface GateInput {
  accountId: string;
  campaignId: string | null;
  enrolmentId: string;
  prospectId: string | null;
  action: Action;
  origin: SendOrigin;
  now: number;
  installationId: string;
}

export interface GateWorld {
  workspaceId: string;
  locks: Locks;
  scheduler: Scheduler;
  /** The installation that holds the lease, and until when. */
  lease: { id: string; until: number };
}

const MINUTE_MS = 60_000;

/** What a gate says: shut, and until when if it knows. */
export interface Shut {
  freeAt: number | null;
}
type Facts = GateInput & { world: GateWorld; tx: Transaction };
export interface Gate {
  name: string;
  /** What it answers, where two of them answer the same. */
  says?: string;
  shut: (facts: Facts) => Shut | null;
}

/** The share locks of `send_gate` that stopping writes conflict with. */
export async function lockGates(world: GateWorld, tx: Transaction, input: GateInput): Promise<void> {
  const prospectId = personOf(tx, input);
  await world.locks.take(tx, `enrolments:${input.enrolmentId}`, 'share');
  await world.locks.take(tx, `workspaces:${world.workspaceId}`, 'share');
  await world.locks.take(tx, `accounts:${input.accountId}`, 'share');
  if (input.campaignId !== null) await world.locks.take(tx, `campaigns:${input.campaignId}`, 'share');
  if (prospectId !== null) await world.locks.take(tx, `prospects:${prospectId}`, 'share');
}

/** The first closed gate, looked at in a statement after the locks, so that nothing seen here is older than them. */
export function firstShut(
  gates: readonly Gate[],
  world: GateWorld,
  tx: Transaction,
  input: GateInput,
): { gate: string; freeAt: number | null } | null {
  const facts = { ...input, prospectId: personOf(tx, input), world, tx };
  for (const { name, says, shut } of gates) {
    const found = shut(facts);
    if (found !== null) return { gate: says ?? name, ...found };
  }
  return null;
}

function personOf(tx: Transaction, input: GateInput): string | null {
  return input.prospectId ?? tx.get('enrolments', input.enrolmentId)?.prospectId ?? null;
}

/** The gates of `send_gate` in its order; a planted bug takes one out. */
export const GATES: readonly Gate[] = [
  {
    name: 'control_stop',
    shut: (facts) => {
      const { tx, now } = facts;
      const stop = tx
        .all('stops')
        .find((row) => row.endedAt === null && (row.until ?? now + 1) > now && holds(row, facts));
      return stop === undefined ? null : { freeAt: stop.until };
    },
  },
  {
    name: 'lease',
    shut: ({ world, installationId }) =>
      shutIf(world.lease.id !== installationId || world.lease.until <= world.scheduler.now),
  },
  { name: 'clock_skew', shut: ({ world, now }) => shutIf(Math.abs(world.scheduler.now - now) > MINUTE_MS) },
  {
    name: 'account_state',
    shut: ({ tx, accountId }) => {
      const account = tx.get('accounts', accountId);
      return shutIf(account === null || account.state !== 'running' || account.timeZone === null);
    },
  },
  {
    name: 'account_paused',
    shut: ({ tx, accountId }) => shutIf((tx.get('accounts', accountId)?.pausedAt ?? null) !== null),
  },
  {
    name: 'health_stale',
    shut: ({ tx, accountId, now }) => {
      const checkedAt = tx.get('accounts', accountId)?.healthCheckedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
      return shutIf(Math.abs(now - checkedAt) > 15 * MINUTE_MS);
    },
  },
  {
    name: 'person_stopped',
    shut: ({ tx, prospectId, origin }) => {
      if (prospectId === null) return null;
      const person = tx.get('prospects', prospectId);
      const left = person !== null && (person.repliedAt !== null || person.stoppedAt !== null);
      return shutIf(person === null || person.optedOutAt !== null || (origin === 'engine' && left));
    },
  },
  {
    name: 'suppressed',
    shut: ({ tx, prospectId }) => shutIf(prospectId !== null && tx.get('prospects', prospectId)?.suppressed === true),
  },
  { name: 'unconfigured', shut: (facts) => shutIf(paceOf(facts) === null) },
  {
    name: 'action_stopped',
    shut: (facts) => {
      const until = paceOf(facts)?.stoppedUntil ?? null;
      return until !== null && until > facts.now ? { freeAt: until } : null;
    },
  },
  {
    name: 'enrolment_inactive',
    says: 'person_stopped',
    shut: ({ tx, enrolmentId, origin }) =>
      shutIf(origin === 'engine' && tx.get('enrolments', enrolmentId)?.active === false),
  },
  {
    name: 'campaign_not_running',
    shut: ({ tx, campaignId, origin }) =>
      shutIf(origin === 'engine' && campaignId !== null && tx.get('campaigns', campaignId)?.state !== 'running'),
  },
  { name: 'ramp_missing', shut: (facts) => shutIf(facts.origin === 'engine' && dayOf(facts) === undefined) },
  {
    name: 'outside_hours',
    shut: (facts) => {
      const open = dayOf(facts)?.open;
      return shutIf(
        facts.origin === 'engine' && open?.some((span) => span.from <= facts.now && facts.now < span.to) === false,
      );
    },
  },
];

function holds(row: { scope: string; targetId: string | null; action: Action | null }, input: GateInput): boolean {
  switch (row.scope) {
    case 'workspace':
      return true;
    case 'action':
      return row.action === input.action;
    case 'account':
      return row.targetId === input.accountId;
    default:
      return row.targetId === input.campaignId;
  }
}

function paceOf({ tx, accountId, action }: Facts) {
  return tx.get('paces', `${accountId}:${action}`);
}

function dayOf({ tx, accountId, now }: Facts) {
  return tx.all('rampDays').find((row) => row.accountId === accountId && isToday(row, now));
}

/** Whether a day is in force at `now` and was decided in it. */
export function isToday(row: { startsAt: Date; endsAt: Date; madeAt: Date }, now: number): boolean {
  const made = row.madeAt.getTime();
  return (
    row.startsAt.getTime() <= now &&
    row.endsAt.getTime() > now &&
    made >= row.startsAt.getTime() &&
    made <= now + MINUTE_MS
  );
}

function shutIf(shut: boolean): Shut | null {
  return shut ? { freeAt: null } : null;
}
