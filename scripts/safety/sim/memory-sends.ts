import { budgetsOf } from '../../../lib/domain/limits/budgets-of-action';
import type { Action } from '../../../lib/domain/limits/constants';
import type { StoreUnit } from '../../../lib/services/sends/store';
import type { MemoryWorld } from './memory-store';
import type { SendRow } from './tables';
import type { Transaction } from './transaction';

type SendVerb =
  | 'reserveSend'
  | 'dispatchSend'
  | 'settleSend'
  | 'concludeSend'
  | 'sweepSends'
  | 'sendsInFlight'
  | 'strandedEnrolments'
  | 'unknownSends'
  | 'dayProgress'
  | 'fullCaps'
  | 'invitesByCampaign'
  | 'sendTimesSince'
  | 'spentSince'
  | 'spentTimesSince'
  | 'hourBefore';

/** The verbs that read and write the ledger's rows; the same questions as `db/queries` asks. */
export function sendVerbs(world: MemoryWorld, tx: Transaction): Pick<StoreUnit, SendVerb> {
  const { ledger } = world;
  const of = (accountId: string) => tx.all('sends').filter((row) => row.accountId === accountId);
  return {
    reserveSend: (input) => ledger.reserve(tx, input),
    dispatchSend: (input) => ledger.dispatch(tx, input),
    settleSend: (input) => ledger.settle(tx, input),
    concludeSend: (input) => ledger.conclude(tx, input),
    sweepSends: async (input) => ledger.sweep(tx, input),
    fullCaps: async (input) => fullCaps(world, tx, input),
    sendsInFlight: async (prospectId) =>
      ids(tx.all('sends').filter((row) => row.prospectId === prospectId && row.state === 'dispatching')),
    strandedEnrolments: async (limit) => stranded(tx, limit),
    unknownSends: async (limit) => unknown(tx, limit),
    dayProgress: async ({ accountId, from, to }) => progress(of(accountId), from.getTime(), to.getTime()),
    invitesByCampaign: async ({ accountId, since }) => {
      const counts = new Map<string, number>();
      for (const row of of(accountId)) {
        if (row.action !== 'invite' || row.campaignId === null || row.at < since.getTime() || row.kept.length === 0)
          continue;
        counts.set(row.campaignId, (counts.get(row.campaignId) ?? 0) + 1);
      }
      return counts;
    },
    sendTimesSince: async ({ accountId, action, since }) =>
      of(accountId)
        .filter((row) => row.action === action && row.at > since.getTime() && row.kept.length > 0)
        .map((row) => new Date(row.at))
        .sort((a, b) => a.getTime() - b.getTime()),
    spentSince: async ({ accountId, key, since }) =>
      of(accountId).filter((row) => row.kept.includes(key) && row.at > since.getTime()).length,
    spentTimesSince: async ({ accountId, key, since }) =>
      of(accountId)
        .filter((row) => row.kept.includes(key) && row.at > since.getTime())
        .map((row) => new Date(row.at))
        .sort((a, b) => a.getTime() - b.getTime()),
    hourBefore: async (accountId, now) => {
      const counts: Record<string, number> = {};
      for (const row of of(accountId))
        if (row.at > now.getTime() - 3_600_000 && row.at <= now.getTime() && row.kept.length > 0)
          counts[row.action] = (counts[row.action] ?? 0) + 1;
      return counts;
    },
  };
}

function ids(rows: SendRow[]): string[] {
  return rows.map((row) => row.id).sort();
}

function progress(rows: SendRow[], from: number, to: number) {
  const byAction = new Map<Action, { action: string; n: number; last: string | null }>();
  for (const row of rows) {
    if (row.at < from || row.at >= to || row.origin !== 'engine') continue;
    const entry = byAction.get(row.action) ?? { action: row.action, n: 0, last: null };
    const at = new Date(row.at).toISOString();
    entry.n += row.kept.length > 0 ? 1 : 0;
    entry.last = entry.last === null || at > entry.last ? at : entry.last;
    byAction.set(row.action, entry);
  }
  return [...byAction.values()];
}

function stranded(tx: Transaction, limit: number): Awaited<ReturnType<StoreUnit['strandedEnrolments']>> {
  const out: Awaited<ReturnType<StoreUnit['strandedEnrolments']>> = [];
  for (const enrolment of tx.all('enrolments').filter((row) => row.state === 'sending' && row.active)) {
    const last = tx
      .all('sends')
      .filter((row) => row.enrolmentId === enrolment.id && !row.stepKey.startsWith('check:'))
      .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))[0];
    if (last === undefined || last.state === 'reserved' || last.state === 'dispatching') continue;
    out.push({ id: enrolment.id, sendState: last.state, lookUp: last.action === 'resolve' });
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
}

function unknown(tx: Transaction, limit: number): Awaited<ReturnType<StoreUnit['unknownSends']>> {
  return tx
    .all('sends')
    .filter((row) => row.state === 'unknown' && row.prospectId !== null)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map((row) => {
      const account = tx.get('accounts', row.accountId);
      return {
        id: row.id,
        accountId: row.accountId,
        providerAccountId: account?.providerAccountId ?? '',
        enrolmentId: row.enrolmentId,
        stepId: row.stepKey.split('#')[0] ?? '',
        prospectId: row.prospectId ?? '',
        action: row.action,
        at: new Date(row.at).toISOString(),
        providerUserId: tx.get('resolutions', `${row.accountId}:${row.prospectId}`)?.providerUserId ?? null,
        answer: row.answer === null ? null : { code: row.answer, detail: '' },
        runs: account?.state === 'running',
        words: null,
      };
    });
}

/** The budgets that every variant of an action draws on, each campaign by itself. */
async function fullCaps(
  world: MemoryWorld,
  tx: Transaction,
  input: Parameters<StoreUnit['fullCaps']>[0],
): ReturnType<StoreUnit['fullCaps']> {
  const { ledger } = world;
  const { accountId, now } = input;
  const running = tx.all('campaigns').filter((row) => row.state === 'running');
  return input.actions.flatMap((action) => {
    const [first = [], ...others] = VARIANTS.map((variant): string[] =>
      budgetsOf({
        action,
        withNote: variant === 'note',
        inmail: variant === 'open' ? 'open' : 'credit',
        inCampaign: true,
      }),
    );
    const keys = first.filter((key) => others.every((keysOfOther) => keysOfOther.includes(key)));
    return running.map((campaign) => {
      const bound = ledger.bindingOf(tx, { accountId, campaignId: campaign.id }, keys, now.getTime());
      return { action, campaignId: campaign.id, full: bound !== null, freeAt: bound?.freeAt ?? null };
    });
  });
}

const VARIANTS = ['plain', 'note', 'credit', 'open'] as const;
