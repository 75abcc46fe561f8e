import type { Step } from '../campaigns/sequence';
import { NOTE_CHARS_MAX } from '../limits/catalogue';
import type { Action, Tier } from '../limits/constants';
import type { TemplatePerson } from '../templates/render-template';
import { renderTemplate } from '../templates/render-template';

export type Composed =
  | { ok: true; note: string | null; subject: string | null; text: string }
  | { ok: false; reason: 'missing_variable' | 'note_too_long' | 'empty_text' };

/**
 * The words of a step for one person. A variable without a value, a note over the limit of the tier (limits.md §1) or an
 * empty message is refused: such a text must not reach anyone.
 */
export function compose(input: { action: Action; step: Step; person: TemplatePerson; tier: Tier }): Composed {
  const { action, step, person } = input;
  const note = action === 'invite' && step.note?.trim() ? renderTemplate(step.note, person) : null;
  const text = renderTemplate(step.text ?? '', person);
  const subject = step.subject?.trim() ? renderTemplate(step.subject, person) : null;
  if (action === 'invite') {
    if (note === null) return { ok: true, note: null, subject: null, text: '' };
    if (note.missing.length > 0) return { ok: false, reason: 'missing_variable' };
    if ([...note.text].length > NOTE_CHARS_MAX[input.tier]) return { ok: false, reason: 'note_too_long' };
    return { ok: true, note: note.text, subject: null, text: '' };
  }
  if (action !== 'message' && action !== 'inmail') return { ok: true, note: null, subject: null, text: '' };
  if (text.missing.length > 0 || (subject?.missing.length ?? 0) > 0) return { ok: false, reason: 'missing_variable' };
  if (text.text.trim() === '') return { ok: false, reason: 'empty_text' };
  return { ok: true, note: null, subject: subject?.text ?? null, text: text.text };
}
