import { createHash } from 'node:crypto';
import type { LedgerLine } from '../../../lib/simulator/ledger';
import type { SimulateOptions } from '../options';
import { overCaps } from './caps';
import type { Facts } from './facts';
import { isSend, SEND_ACTIONS } from './facts';
import { groupBy } from './group-by';
import { inWorkingHours } from './local-time';
import { pacingOf } from './pacing';
import { callsDuringStops, isLimitAnswer } from './stops';
import { inviteUtilisationOf, utilisationOf } from './use';

export interface Report {
  seed: string;
  world: string;
  accounts: number;
  days: number;
  sends: Record<string, number>;
  refusals: Record<string, number>;
  providerViolations: number;
  limitAnswers: number;
  callsDuringStops: number;
  restrictedAccounts: number;
  duplicates: number;
  outsideHours: number;
  overCap: number;
  pacing: { gapCv: number | null; maxMinuteShare: number | null };
  utilisation: number | null;
  inviteUtilisation: number | null;
  ledgerSha256: string;
  wallSeconds: number;
}

/** Judges a play by the provider's ledger and the policy. `messagesEach` is how many messages the sequence writes to one person. */
export function reportOf(
  options: Pick<SimulateOptions, 'seed' | 'world' | 'accounts' | 'days'>,
  facts: Facts,
  more: { messagesEach: number; wallSeconds: number },
): Report {
  const zones = new Map(facts.accounts.map((account) => [account.providerId, account.timeZone]));
  const sends = facts.lines.filter(isSend);
  return {
    ...{ seed: options.seed, world: options.world, accounts: options.accounts, days: options.days },
    sends: Object.fromEntries(
      SEND_ACTIONS.map((action) => [action, sends.filter((line) => line.action === action).length]),
    ),
    refusals: facts.refusals,
    providerViolations: Object.values(facts.violations).reduce((sum, n) => sum + n, 0),
    limitAnswers: facts.lines.filter(isLimitAnswer).length,
    callsDuringStops: callsDuringStops(facts),
    restrictedAccounts: facts.restrictedAccounts,
    duplicates: duplicatesIn(facts.lines, more.messagesEach),
    outsideHours: facts.lines.filter((line) => !inWorkingHours(new Date(line.at), zones.get(line.accountId) ?? 'UTC'))
      .length,
    overCap: overCaps(facts),
    pacing: pacingOf(facts),
    utilisation: utilisationOf(facts),
    inviteUtilisation: inviteUtilisationOf(facts),
    ledgerSha256: ledgerSha256(facts.lines),
    wallSeconds: Math.round(more.wallSeconds),
  };
}

/** Calls beyond what one person may get: one invitation and one InMail in all, and the sequence's messages. */
export function duplicatesIn(lines: LedgerLine[], messagesEach: number): number {
  const most: Partial<Record<LedgerLine['action'], number>> = { invite: 1, inmail: 1, message: messagesEach };
  const accepted = lines.filter((line) => line.outcome === 'accepted' && most[line.action] !== undefined);
  const each = groupBy(accepted, (line) => `${line.action}|${line.slug}`);
  return [...each.values()].reduce(
    (sum, own) => sum + Math.max(0, own.length - (most[own[0]?.action ?? 'invite'] ?? 0)),
    0,
  );
}

/** The hash of what the provider was asked, in the order of app time, account and person, without any random id. */
export function ledgerSha256(lines: LedgerLine[]): string {
  const told = lines
    .map(({ at, accountId, slug, action, note, open, outcome, refusal }) =>
      JSON.stringify([at, accountId, slug, action, note, open, outcome, refusal ?? null]),
    )
    .sort();
  return createHash('sha256').update(told.join('\n')).digest('hex');
}
