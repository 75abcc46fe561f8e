import { z } from 'zod';
import { parseOptions } from '../parse-options';

export const WORLDS = ['standard', 'harsh'] as const;
export type WorldKind = (typeof WORLDS)[number];

/** What is played: so many accounts for so many days in one world, everything that is drawn following from the seed. */
export interface SimulateOptions {
  accounts: number;
  days: number;
  seed: string;
  world: WorldKind;
  /** Files to write; null for none. */
  json: string | null;
  html: string | null;
}

const OPTIONS = z.object({
  accounts: z.coerce.number().int().min(1).max(50).default(10),
  days: z.coerce.number().int().min(1).max(180).default(42),
  seed: z
    .string()
    .regex(/^[a-z0-9]{1,20}$/, 'one to twenty letters and digits')
    .default('1'),
  world: z.enum(WORLDS).default('standard'),
  json: z.string().nullable().default(null),
  html: z.string().nullable().default(null),
});

/** Reads the command line; throws one error that names everything that is wrong. */
export function readOptions(args: string[]): SimulateOptions {
  return parseOptions(OPTIONS, args);
}
