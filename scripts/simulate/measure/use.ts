import type { RampKind } from '../../../lib/domain/limits/constants';
import type { Facts } from './facts';
import { localTime } from './local-time';
import { wantedInvites, workingDates } from './plan';

const SENT_KINDS: RampKind[] = ['invite', 'message', 'inmail'];

/**
 * Sends ÷ Σ min(target at opening, people due), over accounts, days and kinds. A day that sent more than it aimed at with
 * the people it began with counts as full, so that one day cannot make up for another. Null when nothing was due.
 */
export function utilisationOf(facts: Facts): number | null {
  const sent = sentByDay(facts);
  let [done, wanted] = [0, 0];
  for (const day of facts.opened) {
    for (const kind of SENT_KINDS) {
      const aim = Math.min(day.targets[kind], day.due[kind] ?? 0);
      wanted += aim;
      done += Math.min(aim, sent.get(`${day.accountId}|${day.localDate}|${kind}`) ?? 0);
    }
  }
  return wanted === 0 ? null : done / wanted;
}

/** Invites ÷ Σ min(ramp, smoothed week), from seed and policy alone. Null when no day was worked. */
export function inviteUtilisationOf(facts: Facts): number | null {
  const invites = facts.lines.filter((line) => line.action === 'invite' && line.outcome === 'accepted').length;
  const wanted = facts.accounts.reduce(
    (sum, account) =>
      sum + workingDates(facts, account.timeZone).reduce((days, date) => days + wantedInvites(facts, account, date), 0),
    0,
  );
  return wanted === 0 ? null : invites / wanted;
}

/** Accepted calls by `account|local date|action`. */
export function sentByDay(facts: Pick<Facts, 'accounts' | 'lines'>): Map<string, number> {
  const accounts = new Map(facts.accounts.map((account) => [account.providerId, account]));
  const out = new Map<string, number>();
  for (const line of facts.lines) {
    const account = accounts.get(line.accountId);
    if (account === undefined || line.outcome !== 'accepted') continue;
    const key = `${account.id}|${localTime(new Date(line.at), account.timeZone).date}|${line.action}`;
    out.set(key, (out.get(key) ?? 0) + 1);
  }
  return out;
}
