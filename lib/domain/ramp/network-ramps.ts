import type { Provider } from '../accounts/constants';
import type { LimitProvider } from '../limits/limit-rule';
import { OTHER_LIMITS } from '../limits/other-limits';
import { rampCap, rampFormula } from './ramp-cap';

/** How the cap of a network's first budget grows, week by week (limits.md §3). */
export type Growth = { kind: 'add'; by: number } | { kind: 'times'; by: number } | { kind: 'weeks'; weeks: number };

export interface NetworkRamp {
  /** The budget that is ramped, as the limit catalogue names it. */
  key: string;
  start: number;
  growth: Growth;
}

/** What a week multiplies the new chats of a WhatsApp number by, and adds to the messages of a Facebook account. */
export const WHATSAPP_GROWTH = 1.5;
export const FACEBOOK_GROWTH = 5;
/** Length of the ramp of a mail account, in weeks. */
export const MAIL_RAMP_WEEKS = 4;

const MAIL: NetworkRamp = { key: 'email.day', start: 20, growth: { kind: 'weeks', weeks: MAIL_RAMP_WEEKS } };
const WHATSAPP: NetworkRamp = { key: 'new_chat.day', start: 2, growth: { kind: 'times', by: WHATSAPP_GROWTH } };
const INSTAGRAM: NetworkRamp = { key: 'action.day', start: 20, growth: { kind: 'add', by: 20 } };
const FACEBOOK: NetworkRamp = { key: 'message.day', start: 15, growth: { kind: 'add', by: FACEBOOK_GROWTH } };

/** First day and steps of each network but LinkedIn, whose kinds have ramps of their own. */
export const NETWORK_RAMPS = {
  whatsapp: WHATSAPP,
  instagram: INSTAGRAM,
  facebook: FACEBOOK,
  gmail: MAIL,
  google_workspace: MAIL,
  outlook: MAIL,
  microsoft_365: MAIL,
  imap: MAIL,
} as const satisfies Partial<Record<LimitProvider, NetworkRamp>>;
export type RampedNetwork = keyof typeof NETWORK_RAMPS;

/**
 * Whose limits an account has. A mailbox whose address does not show a domain of its own counts as a personal one, which
 * has the lower limits. Null for LinkedIn.
 */
export function networkOf(provider: Provider, address: string): RampedNetwork | null {
  switch (provider) {
    case 'linkedin':
      return null;
    case 'google':
      return hasOwnDomain(address, GMAIL) ? 'google_workspace' : 'gmail';
    case 'outlook':
      return hasOwnDomain(address, OUTLOOK) ? 'microsoft_365' : 'outlook';
    default:
      return provider;
  }
}

/** What the ramp leads to: the default of the catalogue. */
export function networkTarget(network: RampedNetwork): number {
  const { key } = NETWORK_RAMPS[network];
  const limit = OTHER_LIMITS.find((one) => one.provider === network && one.key === key);
  if (limit === undefined) throw new Error(`the catalogue has no ${key} of ${network}`);
  return limit.cap.default;
}

/** The cap a day in week `week` (1 is the first), never above the target. Broken numbers are rounded down. */
export function networkCap(network: RampedNetwork, week: number): number {
  const { start, growth } = NETWORK_RAMPS[network];
  const target = networkTarget(network);
  const done = Math.max(1, week) - 1;
  if (growth.kind === 'weeks') return rampCap({ week, weeks: growth.weeks, start, target });
  const grown = growth.kind === 'add' ? start + growth.by * done : Math.floor(start * growth.by ** done);
  return Math.min(target, grown);
}

/** How many weeks it takes: the first week in which the cap is the target. */
export function networkWeeks(network: RampedNetwork): number {
  const { growth } = NETWORK_RAMPS[network];
  if (growth.kind === 'weeks') return growth.weeks;
  let week = 1;
  while (networkCap(network, week) < networkTarget(network)) week += 1;
  return week;
}

/** The formula with its numbers put in, as a person can check it. */
export function networkFormula(network: RampedNetwork, week: number): string {
  const { start, growth } = NETWORK_RAMPS[network];
  const target = networkTarget(network);
  const cap = networkCap(network, week);
  switch (growth.kind) {
    case 'weeks':
      return rampFormula({ week, weeks: growth.weeks, start, target });
    case 'add':
      return `min(${target}, ${start} + ${growth.by} × (${week} − 1)) = ${cap}`;
    case 'times':
      return `min(${target}, floor(${start} × ${growth.by}^(${week} − 1))) = ${cap}`;
  }
}

const GMAIL = ['gmail.com', 'googlemail.com'];
const OUTLOOK = ['outlook', 'hotmail', 'live', 'msn'];

function hasOwnDomain(address: string, personal: string[]): boolean {
  const domain = address.trim().toLowerCase().split('@')[1] ?? '';
  if (!domain.includes('.')) return false;
  return !personal.some((name) => domain === name || domain.startsWith(`${name}.`));
}
