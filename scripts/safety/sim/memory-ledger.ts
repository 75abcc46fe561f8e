import type { ReserveRow } from '../../../db/queries/send-store';
import type { StoreUnit } from '../../../lib/services/sends/store';
import type { Gate, GateInput } from './gates';
import { firstShut, GATES, lockGates } from './gates';
import type { Input } from './memory-budgets';
import { budgetId, MemoryBudgets } from './memory-budgets';
import type { PaceRow, SendRow } from './tables';
import type { Transaction } from './transaction';

const REFUSED = { cap: null, used: null, freeAt: null, sendId: null, attempt: null, reservedAt: null };

/**
 * The `send_*` functions of the migrations in memory, with the same locks in the same order. Each method is one step of
 * theirs, so that a planted bug can replace one from outside.
 */
export class MemoryLedger extends MemoryBudgets {
  gates: readonly Gate[] = GATES;

  async reserve(tx: Transaction, input: Input<'reserveSend'>): Promise<ReserveRow> {
    const now = input.now.getTime();
    const fence = this.world.nextId('fence');
    const refuse = (outcome: string, reason: string, more: Partial<ReserveRow> = {}): ReserveRow => ({
      ...REFUSED,
      outcome,
      reason,
      fence,
      ...more,
    });
    const keys = this.keysOf(input);
    const known = this.rowOfKey(tx, input);
    if (known !== null && known.state !== 'released') return duplicate(refuse, known);
    const full = this.bindingOf(tx, input, keys, now);
    if (full !== null) return refuse('capped', full.key, full);
    const gate = await this.gateOf(tx, { ...input, origin: input.origin as SendRow['origin'], now });
    if (gate !== null) return refuse('gated', gate.gate, { freeAt: dateOf(gate.freeAt) });
    const paceKey = `${input.accountId}:${input.action}`;
    await this.world.locks.take(tx, `paces:${paceKey}`, 'update');
    await this.lockBudgets(tx, input, keys);
    const budgets = this.budgetsOfSend(tx, input, keys);
    if (budgets.length < keys.length) return refuse('gated', 'unconfigured');
    const at = Math.max(now, ...budgets.map((budget) => budget.since + budget.widthMs));
    if (at > now + 120_000) return refuse('gated', 'clock_skew');
    const pace = tx.get('paces', paceKey);
    if (pace === null) return refuse('gated', 'unconfigured');
    if (this.stoppedUntil(pace) > at) return refuse('gated', 'action_stopped', { freeAt: dateOf(pace.stoppedUntil) });
    if (!this.gapOver(pace, at))
      return refuse('gated', 'minimum_gap', { freeAt: new Date((pace.lastAt ?? at) + pace.gapMsMin) });
    if (this.anyFull(budgets)) {
      this.evict(tx, budgets, at);
      const bound = this.bindingOf(tx, input, keys, at);
      if (bound !== null) return refuse('capped', bound.key, bound);
    }
    const row = await this.armed(tx, input, { keys, at, fence });
    if (row === null) return duplicate(refuse, this.rowOfKey(tx, input));
    this.draw(tx, input, keys);
    tx.put('paces', { ...pace, lastAt: Math.max(pace.lastAt ?? at, at) });
    return { ...refuse('reserved', ''), reason: null, sendId: row.id, attempt: row.attempt, reservedAt: new Date(at) };
  }

  async dispatch(tx: Transaction, input: Input<'dispatchSend'>): Promise<{ outcome: string; reason: string | null }> {
    const now = input.now.getTime();
    const before = tx.get('sends', input.sendId);
    if (before === null || !this.isMine(before, input.fence, ['reserved'])) return { outcome: 'stale', reason: null };
    const gate = await this.gateOf(tx, { ...before, now, installationId: input.installationId });
    let reason = gate?.gate ?? null;
    await this.world.locks.take(tx, `paces:${before.accountId}:${before.action}`, 'share');
    const pace = tx.get('paces', `${before.accountId}:${before.action}`);
    if (pace !== null && this.stoppedUntil(pace) > now) reason ??= 'action_stopped';
    const row = await this.locked(tx, input.sendId);
    if (row === null || !this.isMine(row, input.fence, ['reserved']) || this.leaseOver(row))
      return { outcome: 'stale', reason: null };
    if (reason !== null) {
      this.giveBack(tx, row, row.kept);
      tx.put('sends', { ...row, state: 'released', spent: false, kept: [], settledAt: now });
      return { outcome: 'released', reason };
    }
    tx.put('sends', {
      ...row,
      state: 'dispatching',
      dispatchedAt: now,
      deadlineAt: this.world.scheduler.now + input.deadlineMs,
    });
    return { outcome: 'dispatching', reason: null };
  }

  async settle(tx: Transaction, input: Input<'settleSend'>): Promise<boolean> {
    const row = await this.locked(tx, input.sendId);
    if (row === null || !this.isMine(row, input.fence, ['dispatching', 'reserved'])) return false;
    if (row.state === 'reserved' && input.state !== 'released') return false;
    const kept = row.kept.filter((key) => keeps(input.keep, key));
    this.giveBack(
      tx,
      row,
      row.kept.filter((key) => !kept.includes(key)),
    );
    tx.put('sends', {
      ...row,
      state: input.state as SendRow['state'],
      spent: input.keep === 'all',
      kept,
      settledAt: input.now.getTime(),
      answer: codeOf(input.answer),
    });
    return true;
  }

  async conclude(tx: Transaction, input: Input<'concludeSend'>): Promise<boolean> {
    const enrolmentId = tx.get('sends', input.sendId)?.enrolmentId;
    if (enrolmentId !== undefined) await this.world.locks.take(tx, `enrolments:${enrolmentId}`, 'update');
    const row = await this.locked(tx, input.sendId);
    const allowed = row !== null && (CONCLUSIONS[row.state] ?? []).includes(input.state);
    if (row === null || !allowed) return false;
    const closed = input.state === 'closed';
    const kept = closed ? row.kept.filter((key) => key.startsWith('attempt.')) : row.kept;
    this.giveBack(
      tx,
      row,
      row.kept.filter((key) => !kept.includes(key)),
    );
    tx.put('sends', {
      ...row,
      state: input.state as SendRow['state'],
      spent: !closed,
      kept,
      settledAt: input.now.getTime(),
      answer: codeOf(input.answer),
    });
    return true;
  }

  /** `send_sweep`: nothing waits, and what somebody else holds is left to the next sweep. */
  sweep(tx: Transaction, input: Input<'sweepSends'>): Awaited<ReturnType<StoreUnit['sweepSends']>> {
    const wall = this.world.scheduler.now;
    const swept: Awaited<ReturnType<StoreUnit['sweepSends']>> = [];
    const late = tx.all('sends').filter((row) => IN_FLIGHT.includes(row.state) && row.deadlineAt < wall);
    for (const row of late.toSorted(byAccountAndId).slice(0, input.limit)) {
      const keys = [
        `enrolments:${row.enrolmentId}`,
        `paces:${row.accountId}:${row.action}`,
        ...row.budgets.map((key) => `budgets:${budgetId(row, key)}`),
        `sends:${row.id}`,
      ];
      if (!keys.every((key) => this.world.locks.tryUpdate(tx, key))) continue;
      const became = this.recovered(tx, row, input.now.getTime());
      swept.push({
        send_id: row.id,
        became,
        enrolment_id: row.enrolmentId,
        account_id: row.accountId,
        action: row.action,
      });
    }
    return swept;
  }

  recovered(tx: Transaction, row: SendRow, now: number): 'released' | 'unknown' {
    if (row.state === 'dispatching') {
      tx.put('sends', { ...row, state: 'unknown', settledAt: now, answer: 'no_answer' });
      return 'unknown';
    }
    this.giveBack(tx, row, row.kept);
    tx.put('sends', { ...row, state: 'released', spent: false, kept: [], settledAt: now });
    return 'released';
  }

  async gateOf(tx: Transaction, input: GateInput) {
    await this.lockGates(tx, input);
    return firstShut(this.gates, this.world, tx, input);
  }

  lockGates(tx: Transaction, input: GateInput): Promise<void> {
    return lockGates(this.world, tx, input);
  }

  stoppedUntil(pace: PaceRow): number {
    return pace.stoppedUntil ?? 0;
  }

  gapOver(pace: PaceRow, at: number): boolean {
    return pace.lastAt === null || pace.lastAt <= at - pace.gapMsMin;
  }

  leaseOver(row: SendRow): boolean {
    return row.deadlineAt < this.world.scheduler.now;
  }

  isMine(row: SendRow, fence: string, states: SendRow['state'][]): boolean {
    return row.fence === fence && states.includes(row.state);
  }

  async locked(tx: Transaction, sendId: string): Promise<SendRow | null> {
    const row = tx.get('sends', sendId);
    if (row === null) return null;
    await this.lockBudgets(tx, row, row.budgets);
    await this.world.locks.take(tx, `sends:${sendId}`, 'update');
    return tx.get('sends', sendId);
  }

  rowOfKey(tx: Transaction, input: Input<'reserveSend'>): SendRow | null {
    return tx.get('sends', sendIdOf(input));
  }

  /** The permanent key; a released step may be armed again under a new fence. */
  async armed(
    tx: Transaction,
    input: Input<'reserveSend'>,
    drawn: { keys: string[]; at: number; fence: string },
  ): Promise<SendRow | null> {
    await this.world.locks.take(tx, `sends:${sendIdOf(input)}`, 'update');
    const before = this.rowOfKey(tx, input);
    if (before !== null && before.state !== 'released') return null;
    const { accountId, campaignId, enrolmentId, stepKey, prospectId, action, origin } = input;
    const row: SendRow = {
      ...{ accountId, campaignId, enrolmentId, stepKey, prospectId, action, origin: origin as SendRow['origin'] },
      id: sendIdOf(input),
      state: 'reserved',
      spent: true,
      attempt: (before?.attempt ?? 0) + 1,
      fence: drawn.fence,
      budgets: drawn.keys,
      kept: drawn.keys,
      at: drawn.at,
      deadlineAt: this.world.scheduler.now + input.leaseMs,
      dispatchedAt: null,
      settledAt: null,
      answer: null,
    };
    tx.put('sends', row);
    return row;
  }
}

const IN_FLIGHT = ['reserved', 'dispatching'];
const CONCLUSIONS: Partial<Record<SendRow['state'], string[]>> = {
  unknown: ['sent', 'held'],
  held: ['sent', 'closed'],
};

/** The unique key of a send is its id here: (enrolment, step). */
export function sendIdOf(input: { enrolmentId: string; stepKey: string }): string {
  return `${input.enrolmentId}/${input.stepKey}`;
}

function keeps(keep: string, key: string): boolean {
  if (keep === 'all') return true;
  if (key.startsWith('attempt.')) return keep === 'attempt' || keep === 'attempt_and_ramp';
  return keep === 'attempt_and_ramp' && key.startsWith('ramp.');
}

const codeOf = (answer: object) => ('code' in answer && typeof answer.code === 'string' ? answer.code : null);

const dateOf = (at: number | null) => (at === null ? null : new Date(at));

function duplicate(
  refuse: (outcome: string, reason: string, more?: Partial<ReserveRow>) => ReserveRow,
  row: SendRow | null,
): ReserveRow {
  return refuse('duplicate', row?.state ?? 'reserved', { sendId: row?.id ?? null, attempt: row?.attempt ?? null });
}

function byAccountAndId(a: SendRow, b: SendRow): number {
  if (a.accountId !== b.accountId) return a.accountId < b.accountId ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
