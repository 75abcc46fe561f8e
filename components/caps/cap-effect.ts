import { type ScaleOf, zoneOf } from '@/lib/domain/limits/campaign-caps';
import type { CapKind } from '@/lib/domain/limits/constants';
import { type CapTerm, type EffectiveCap, effectiveCap } from '@/lib/domain/limits/effective-cap';
import { CAP_WORDS } from './cap-words';

/** What one sending account says about today, apart from the campaign's own cap. */
export interface SenderTerms {
  id: string;
  name: string;
  /** Per kind the account's terms (ramp, budgets, credits, provider); a null cap is one that is not known. */
  terms: Record<CapKind, CapTerm[]>;
  /** Weekly cap of invites; null while it is not known. */
  weekly?: number | null;
  /** ISO weekdays of the account's working hours. */
  workingDays?: number[];
  /** Planned use of the shared bucket a day by everything but this campaign's messages. */
  planned?: { otherMessages: number; views: number; comments: number; reactions: number };
}

export interface SenderEffect {
  sender: SenderTerms;
  cap: EffectiveCap;
}

/** The effective cap of each sender when the campaign's cap is `value`. */
export function effectsOf(kind: CapKind, value: number, senders: SenderTerms[]): SenderEffect[] {
  const campaign: CapTerm = { code: 'campaign', label: 'campaign cap', cap: value };
  return senders.map((sender) => ({ sender, cap: effectiveCap([...sender.terms[kind], campaign]) }));
}

export interface EffectiveText {
  /** The sum over the senders; null while the number of any of them is not known. */
  total: number | null;
  /** Which limits bind, in words. */
  binding: string;
  sentence: string;
}

/**
 * The effective line (ux.md §3.4): the number and the limit that makes it, ties named together. One unknown term makes
 * the whole line unknown; a sum over the known ones alone would promise too much or too little.
 */
export function effectiveText(effects: SenderEffect[]): EffectiveText {
  const unknown = effects.filter((effect) => effect.cap.effective === null);
  if (unknown.length > 0) {
    const binding = [...new Set(unknown.flatMap((effect) => labelsOf(effect.cap, effect.cap.binding)))].join(', ');
    return { total: null, binding, sentence: 'Effective today not known yet. Nothing is sent before it is.' };
  }
  const total = effects.reduce((sum, effect) => sum + (effect.cap.effective ?? 0), 0);
  const [only] = effects;
  if (effects.length === 1 && only !== undefined) {
    const labels = labelsOf(only.cap, only.cap.binding);
    const binding = labels.length > 1 ? `${labels.join(' and ')} alike` : (labels[0] ?? '');
    return { total, binding, sentence: `Effective today ${total}, limited by ${binding}.` };
  }
  const parts = effects.map((effect) => `${effect.sender.name} ${effect.cap.effective} by ${bindingOf(effect)}`);
  return { total, binding: parts.join(', '), sentence: `Effective today ${total} over ${effects.length} accounts.` };
}

/** The names of the limits that bind for one sender. */
export function bindingOf(effect: SenderEffect): string {
  return labelsOf(effect.cap, effect.cap.binding).join(' and ');
}

function labelsOf(cap: EffectiveCap, codes: string[]): string[] {
  return codes.map((code) => cap.terms.find((term) => term.code === code)?.label ?? code);
}

/** What is compared between two moments to decide whether something is read out. */
export interface CapState {
  zone: string;
  total: number | null;
  binding: string;
}

/** The state of one slider as far as announcements go. */
export function capStateOf(kind: CapKind, value: number, senders: SenderTerms[], of?: ScaleOf): CapState {
  if (senders.length === 0) return { zone: zoneOf(kind, value, of), total: null, binding: 'none' };
  const effects = effectsOf(kind, value, senders);
  // Only the names: a number that changes by itself is not worth an announcement.
  const names = effects.map((effect) => (effects.length === 1 ? '' : `${effect.sender.name}: `) + bindingOf(effect));
  return { zone: zoneOf(kind, value, of), total: effectiveText(effects).total, binding: names.join(', ') };
}

/** What to read out between two states: a change of zone across the risk line or of the binding limit, never a step. */
export function announcementOf(kind: CapKind, before: CapState, after: CapState): string {
  const name = CAP_WORDS[kind].legend.replace(' per day', '');
  const said: string[] = [];
  if (after.zone !== before.zone) said.push(`${name}: ${zoneWords(before.zone, after.zone)}.`);
  if (after.binding !== before.binding && after.binding !== 'none') {
    said.push(
      after.total === null
        ? `${name}: effective today not known.`
        : `${name}: effective today ${after.total}, limited by ${after.binding}.`,
    );
  }
  return said.join(' ');
}

function zoneWords(before: string, after: string): string {
  if (after === 'red') return 'above the risk line';
  if (before === 'red') return 'back under the risk line';
  if (after === 'off') return 'off';
  return after === 'caution' ? 'above our default' : 'at or under our default';
}
