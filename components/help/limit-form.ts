import { z } from 'zod';
import { WHOLE_NUMBER } from '@/lib/domain/limits/limit-problems';

/** What a person types for a number of a limit: digits, or nothing to go back to the published number. */
const typed = z
  .string()
  .trim()
  .superRefine((text, ctx) => {
    if (/^\d{0,9}$/.test(text)) return;
    const message = WORDS_FOR_NONE.test(text)
      ? '"Unlimited" does not exist: every limit is a number. Write how many, or 0 for none.'
      : WHOLE_NUMBER;
    ctx.addIssue({ code: 'custom', message });
  });

const WORDS_FOR_NONE = /^(un ?limited|no ?limit|infinit[ey]|inf|max|∞|none)$/i;

export const limitForm = z.object({ cap: typed, hardCap: typed, acknowledged: z.boolean() });
export type LimitForm = z.infer<typeof limitForm>;

/** The number of a field: null when it is blank, which goes back to the published one. */
export function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** What a field holds at first: blank while the published number is inherited. */
export function textOf(own: number | null): string {
  return own === null ? '' : String(own);
}
