import { parseArgs } from 'node:util';
import type { z } from 'zod';

/** Reads `--name value` options in their shape; throws one error that names everything that is wrong. */
export function parseOptions<Shape extends z.ZodObject>(shape: Shape, args: string[]): z.infer<Shape> {
  const names = Object.keys(shape.shape);
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = shape.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'));
}
