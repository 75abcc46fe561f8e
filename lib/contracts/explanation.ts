import { z } from 'zod';
import { id, moment } from './shapes';

const because = z.object({ code: z.string(), text: z.string(), since: moment.nullable(), until: moment.nullable() });

/** What happens next and when, or the one reason that holds it back (design.md P7). */
export const explanation = z.object({
  verdict: z.enum(['sending', 'waiting', 'blocked', 'stopped', 'unknown']),
  headline: z.string(),
  primary: because,
  also: z.array(because),
  next: z.object({ kind: z.string(), personId: id, from: moment, to: moment }).nullable(),
  checks: z.array(
    z.object({ code: z.string(), result: z.enum(['pass', 'waiting', 'blocked', 'unknown']), detail: z.string() }),
  ),
});
export type Explanation = z.infer<typeof explanation>;
