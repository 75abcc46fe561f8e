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

/** `send_gate` of the migrations: the share locks that stopping writes conflict with, then the first closed gate. */
export async function closedGate(
  world: GateWorld,
  tx: Transaction,
  input: GateInput,
): Promise<{ gate: string; freeAt: number | null } | null> {
  const prospectId = input.prospectId ?? tx.get('enrolments', input.enrolmentId)?.prospectId ?? null;
  await world.locks.take(tx, `enrolments:${input.enrolmentId}`, 'share');
  await world.locks.take(tx, `workspaces:${world.workspaceId}`, 'share');
  await world.locks.take(tx, `accounts:${input.accountId}`, 'share');
  if (input.campaignId !== null) await world.locks.take(tx, `campaigns:${input.campaignId}`, 'share');
  if (prospectId !== null) await world.locks.take(tx, `prospects:${prospectId}`, 'share');
  return lookedAt(world, tx, { ...input, prospectId });
}

/** In a statement after the locks, so that nothing seen here is older than them. */
function lookedAt(world: GateWorld, tx: Transaction, input: GateInput): { gate: string; freeAt: number | null } | null {
  const { now } = input;
  const stop = tx.all('stops').find((row) => row.endedAt === null && (row.until ?? now + 1) > now && holds(row, input));
  if (stop !== undefined) return { gate: 'control_stop', freeAt: stop.until };
  const wall = world.scheduler.now;
  if (world.lease.id !== input.installationId || world.lease.until <= wall) return closed('lease');
  if (Math.abs(wall - now) > MINUTE_MS) return closed('clock_skew');
  return accountGate(tx, input) ?? personGate(tx, input) ?? dayGate(tx, input);
}

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

function accountGate(tx: Transaction, input: GateInput) {
  const account = tx.get('accounts', input.accountId);
  if (account === null || account.state !== 'running' || account.timeZone === null) return closed('account_state');
  if (account.pausedAt !== null) return closed('account_paused');
  const checkedAt = account.healthCheckedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return Math.abs(input.now - checkedAt) > 15 * MINUTE_MS ? closed('health_stale') : null;
}

function personGate(tx: Transaction, input: GateInput) {
  if (input.prospectId === null) return null;
  const person = tx.get('prospects', input.prospectId);
  const engine = input.origin === 'engine';
  const stopped = person === null || person.optedOutAt !== null || (engine && person.repliedAt !== null);
  if (stopped || (engine && person.stoppedAt !== null)) return closed('person_stopped');
  return person.suppressed ? closed('suppressed') : null;
}

function dayGate(tx: Transaction, input: GateInput) {
  const { now } = input;
  const pace = tx.get('paces', `${input.accountId}:${input.action}`);
  if (pace === null) return closed('unconfigured');
  if (pace.stoppedUntil !== null && pace.stoppedUntil > now)
    return { gate: 'action_stopped', freeAt: pace.stoppedUntil };
  if (input.origin !== 'engine') return null;
  const enrolment = tx.get('enrolments', input.enrolmentId);
  if (enrolment !== null && !enrolment.active && input.action !== 'withdraw') return closed('person_stopped');
  if (input.campaignId !== null && tx.get('campaigns', input.campaignId)?.state !== 'running')
    return closed('campaign_not_running');
  const day = tx.all('rampDays').find((row) => row.accountId === input.accountId && isToday(row, now));
  if (day === undefined) return closed('ramp_missing');
  return day.open.some((span) => span.from <= now && now < span.to) ? null : closed('outside_hours');
}

function isToday(row: { startsAt: Date; endsAt: Date; madeAt: Date }, now: number): boolean {
  const made = row.madeAt.getTime();
  return (
    row.startsAt.getTime() <= now &&
    row.endsAt.getTime() > now &&
    made >= row.startsAt.getTime() &&
    made <= now + MINUTE_MS
  );
}

function closed(gate: string): { gate: string; freeAt: null } {
  return { gate, freeAt: null };
}
