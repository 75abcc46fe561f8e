import type { StoreUnit } from '../../../lib/services/sends/store';
import { isToday } from './gates';
import { budgetId } from './memory-budgets';
import type { MemoryWorld } from './memory-store';
import type { PaceRow } from './tables';
import type { Transaction } from './transaction';

type AccountVerb =
  | 'accountById'
  | 'updateAccount'
  | 'rampDayAt'
  | 'pacesOf'
  | 'stopAction'
  | 'keepRateWindow'
  | 'putBudget'
  | 'campaignsOfAccount'
  | 'limitChangeRows'
  | 'campaignsByUsedShare'
  | 'dueActions'
  | 'insertSignal'
  | 'recentSignals'
  | 'insertAudit';

/** Accounts, their days, paces, caps and signals. */
export function accountVerbs(world: MemoryWorld, tx: Transaction): Pick<StoreUnit, AccountVerb> {
  const campaigns = (accountId: string) =>
    tx
      .all('campaigns')
      .filter((row) => row.state === 'running' && accountId !== '')
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    accountById: async (id) => tx.get('accounts', id),
    updateAccount: async (id, change) => {
      await world.locks.take(tx, `accounts:${id}`, 'update');
      const row = tx.get('accounts', id);
      if (row !== null) tx.put('accounts', { ...row, ...change });
    },
    rampDayAt: async (accountId, now) =>
      tx.all('rampDays').find((row) => row.accountId === accountId && isToday(row, now.getTime())) ?? null,
    pacesOf: async (accountId) =>
      tx
        .all('paces')
        .filter((row) => row.accountId === accountId)
        .map(paceOf),
    stopAction: async (input) => {
      await world.locks.take(tx, `paces:${input.accountId}:${input.action}`, 'update');
      const row = tx.get('paces', `${input.accountId}:${input.action}`);
      if (row === null) return;
      const counted = input.stopsInRow === null ? {} : { stoppedAt: input.now.getTime(), stopsInRow: input.stopsInRow };
      tx.put('paces', {
        ...row,
        stoppedUntil: Math.max(row.stoppedUntil ?? 0, input.until.getTime()),
        stopReason: input.reason,
        ...counted,
      });
    },
    keepRateWindow: async ({ accountId, action, limit, remaining, resetAt, now }) => {
      await world.locks.take(tx, `paces:${accountId}:${action}`, 'update');
      const row = tx.get('paces', `${accountId}:${action}`);
      if (row === null || (row.rate !== null && row.rate.seenAt > now.getTime())) return;
      tx.put('paces', { ...row, rate: { limit, remaining, resetAt: resetAt.getTime(), seenAt: now.getTime() } });
    },
    putBudget: async (input) => {
      const id = budgetId(input, input.key);
      await world.locks.take(tx, `budgets:${id}`, 'update');
      const row = tx.get('budgets', id);
      if (row === null) throw new Error(`there is no budget ${id}: a schedule makes all of them`);
      tx.put('budgets', { ...row, cap: input.mayRaise ? input.cap : Math.min(row.cap, input.cap) });
    },
    // No schedule changes a limit: the published ones hold.
    limitChangeRows: async () => [],
    campaignsOfAccount: async (accountId) => campaigns(accountId),
    campaignsByUsedShare: async ({ accountId, now }) => {
      const ids = campaigns(accountId).map((row) => row.id);
      const shares = new Map(ids.map((id) => [id, usedShare(world, tx, { accountId, campaignId: id, now })]));
      return ids.toSorted((a, b) => (shares.get(a) ?? 0) - (shares.get(b) ?? 0) || (a < b ? -1 : 1));
    },
    dueActions: async ({ accountId }) => dueActions(tx, accountId),
    insertSignal: async (row) => tx.put('signals', row),
    recentSignals: async ({ accountId, action, kind, since }) =>
      tx
        .all('signals')
        .filter((row) => row.accountId === accountId && row.action === action && row.kind === kind && row.at > since)
        .length,
    insertAudit: async (row) => tx.put('audits', { id: row.id, action: row.action, objectId: row.objectId ?? null }),
  };
}

function usedShare(
  { ledger }: MemoryWorld,
  tx: Transaction,
  { accountId, campaignId, now }: { accountId: string; campaignId: string; now: Date },
): number {
  const budgets = tx
    .all('budgets')
    .filter((row) => row.accountId === accountId && row.campaignId === campaignId && row.cap > 0);
  const shares = budgets.map((budget) => {
    const start = Math.max(budget.since, ledger.windowStart(budget, now.getTime()));
    return ledger.counted(tx, budget).filter((row) => row.at > start).length / budget.cap;
  });
  return Math.max(0, ...shares);
}

function paceOf(row: PaceRow): Awaited<ReturnType<StoreUnit['pacesOf']>>[number] {
  const date = (at: number | null) => (at === null ? null : new Date(at));
  const { accountId, action, gapMsMin, stopReason, stopsInRow } = row;
  return {
    workspaceId: '',
    accountId,
    action,
    gapMsMin,
    stopReason,
    stopsInRow,
    lastAt: date(row.lastAt),
    stoppedUntil: date(row.stoppedUntil),
    stoppedAt: date(row.stoppedAt),
    rateLimit: row.rate?.limit ?? null,
    rateRemaining: row.rate?.remaining ?? null,
    rateResetAt: date(row.rate?.resetAt ?? null),
    rateSeenAt: date(row.rate?.seenAt ?? null),
  };
}

function dueActions(tx: Transaction, accountId: string) {
  const first = new Map<string, Date>();
  for (const row of tx.all('enrolments')) {
    if (row.accountId !== accountId || row.dueAt === null || row.action === null) continue;
    if (tx.get('campaigns', row.campaignId)?.state !== 'running') continue;
    const known = first.get(row.action);
    if (known === undefined || row.dueAt < known) first.set(row.action, row.dueAt);
  }
  return [...first].map(([action, dueAt]) => ({ action, dueAt })).sort((a, b) => (a.action < b.action ? -1 : 1));
}
