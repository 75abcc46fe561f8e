import { limitFor, type RiskLine, riskLineFor } from './catalogue';
import type { CapKind, Tier } from './constants';
import type { Limits } from './limit-policy';
import { isRed } from './limit-rule';

/** What the campaign form holds; null is a blank field. */
export interface CampaignCapInput {
  dailyLimit: number | null;
  invite: number | null;
  message: number | null;
  inmail: number | null;
}

/**
 * The caps per day and sending account that a campaign's fields mean (limits.md §1): a blank split field is the Daily
 * limit, a blank Daily limit is the default in force (80 / 80 / 5 as published), and 0 means none.
 */
export function effectiveCampaignCaps(input: CampaignCapInput, limits: Limits = limitFor): Record<CapKind, number> {
  const capOf = (kind: CapKind) => input[kind] ?? input.dailyLimit ?? capScale(kind, { limits }).default;
  return { invite: capOf('invite'), message: capOf('message'), inmail: capOf('inmail') };
}

export type CapZone = 'off' | 'calm' | 'caution' | 'red';

/** The scale of one cap slider (ux.md §3.1), in sends per day and account. */
export interface CapScale {
  min: number;
  max: number;
  step: number;
  default: number;
  /** First value of the caution zone; values below it are calm. */
  caution: number;
  /** Where red begins: `>` leaves the value itself out, `>=` takes it in. */
  risk: RiskLine;
}

/** Whose scale it is: without a tier a paid plan's, without limits that of the published ones. */
export interface ScaleOf {
  tier?: Tier;
  limits?: Limits;
}

/** The zone of a value: off at 0, calm up to the default, caution up to the risk line, red beyond it. */
export function zoneOf(kind: CapKind, value: number, of?: ScaleOf): CapZone {
  const scale = capScale(kind, of);
  if (value <= 0) return 'off';
  if (isRed(scale.risk, value)) return 'red';
  return value >= scale.caution ? 'caution' : 'calm';
}

/** The scale of a slider. Without a tier it is that of a paid plan, which is what campaign defaults are made for. */
export function capScale(kind: CapKind, { tier = PAID, limits = limitFor }: ScaleOf = {}): CapScale {
  const risk = riskLineFor(`${kind}.day`, tier);
  if (risk === null) throw new Error(`The budget ${kind}.day has no risk line`);
  const normal = limits(`${kind}.day`, tier).default;
  return { min: 0, max: limits(`${kind}.day`, PAID).hard, step: 1, default: normal, caution: normal + 1, risk };
}

/** Text of the chip under the slider (ux.md §3.2). */
export function capMessage(kind: CapKind, value: number, of?: ScaleOf): string {
  const { risk, default: normal } = capScale(kind, of);
  const zone = zoneOf(kind, value, of);
  const under = risk.value - value;
  if (zone === 'off') return `Off. This campaign sends no ${NOUN[kind]}.`;
  if (zone === 'red' && under === 0) return 'At the start of the risk zone';
  if (zone === 'red') {
    return `Above the risk line by ${-under}. LinkedIn may restrict the account. Our default is ${normal}.`;
  }
  if (under === 0) return `At the risk line. ${value} is the highest we recommend.`;
  return zone === 'caution' ? `Above our default. ${under} under the risk line.` : `OK: ${under} under the risk line`;
}

/** `aria-valuetext` of the slider (ux.md §3.3). It contains the number, because it replaces the number when read out. */
export function capValueText(kind: CapKind, value: number, of?: ScaleOf): string {
  const zone = zoneOf(kind, value, of);
  const under = capScale(kind, of).risk.value - value;
  if (zone === 'off') return '0, off';
  if (zone === 'red' && under === 0) return `${value} a day, warning, at the start of the risk zone`;
  if (zone === 'red') return `${value} a day, warning, ${-under} over the risk line`;
  if (under === 0) return `${value} a day, at the risk line`;
  return `${value} a day, ${zone === 'caution' ? 'above default, ' : ''}${under} under the risk line`;
}

const PAID: Tier = 'premium';
const NOUN: Record<CapKind, string> = { invite: 'invites', message: 'messages', inmail: 'InMails' };
