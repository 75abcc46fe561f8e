import { z } from 'zod';
import { parseOptions } from '../parse-options';

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
  const { 'at-once': atOnce, ...rest } = parseOptions(OPTIONS, args);
  return { ...rest, atOnce };
}
