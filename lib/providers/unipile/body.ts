import { z } from 'zod';

/** The JSON of a body, or undefined when it is empty or not JSON (an HTML page of a gateway, a cut answer). */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A time as the API writes it: ISO text, or an epoch in seconds or milliseconds. */
export const instant = z.union([z.string(), z.number()]).transform((value, context) => {
  const numeric = typeof value === 'number' ? value : /^\d{9,}(\.\d+)?$/.test(value) ? Number(value) : null;
  const at = numeric === null ? new Date(value) : new Date(numeric < EPOCH_MS_MIN ? numeric * 1_000 : numeric);
  if (Number.isNaN(at.getTime())) {
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  }
  return at;
});

/** An id: never empty, numbers are taken as text. */
export const id = z.union([z.string().min(1), z.number().transform(String)]);

/** A member in lists and events; everything but the id may be missing. */
export const user = z.object({ id, public_identifier: z.string().nullish() });

// Ten digits are seconds until the year 2286, and milliseconds have had more since 2001.
const EPOCH_MS_MIN = 100_000_000_000;
