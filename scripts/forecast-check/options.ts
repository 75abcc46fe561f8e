import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface CheckOptions {
  /** How many times the weeks are played, each with a seed of its own, so many of them at once. */
  plays: number;
  atOnce: number;
  people: number;
  /** A file to write; null for none. */
  json: string | null;
}

const OPTIONS = z.object({
  plays: z.coerce.number().int().min(1).max(200).default(20),
  'at-once': z.coerce.number().int().min(1).max(16).default(2),
  people: z.coerce.number().int().min(5).max(500).default(40),
  json: z.string().nullable().default(null),
});

/** Reads the command line; throws one error that names everything that is wrong. */
export function readOptions(args: string[]): CheckOptions {
  const names = Object.keys(OPTIONS.shape);
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = OPTIONS.safeParse(values);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const { 'at-once': atOnce, ...rest } = parsed.data;
  return { ...rest, atOnce };
}
