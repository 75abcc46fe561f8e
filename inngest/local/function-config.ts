import { z } from 'zod';
import { nextCron } from './cron';
import { compileExpression } from './expression';

const limit = z.object({ limit: z.number().int().min(1), key: z.string().optional() }).loose();
const trigger = z.union([
  z.object({ event: z.string(), expression: z.string().optional() }).loose(),
  z.object({ cron: z.string() }).loose(),
]);

/** A function as the SDK describes it; options that the local runner does not have are refused by name. */
export const functionConfig = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    triggers: z.array(trigger),
    steps: z.record(z.string(), z.object({ retries: z.object({ attempts: z.number().int() }).optional() }).loose()),
    concurrency: z.union([z.number().int().min(1), limit, z.array(limit)]).optional(),
    singleton: z.object({ key: z.string().optional(), mode: z.literal('skip') }).optional(),
    idempotency: z.string().optional(),
    cancel: z
      .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
      .optional(),
    throttle: z.never({ error: 'throttle' }).optional(),
    rateLimit: z.never({ error: 'rateLimit' }).optional(),
    debounce: z.never({ error: 'debounce' }).optional(),
    batchEvents: z.never({ error: 'batchEvents' }).optional(),
    timeouts: z.never({ error: 'timeouts' }).optional(),
  })
  .loose();
export type FunctionConfig = z.infer<typeof functionConfig>;

/** Checks a function that is being registered; throws with the option or expression that cannot be honoured. */
export function readConfig(value: unknown): FunctionConfig {
  const parsed = functionConfig.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the local runner cannot run a function: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  for (const one of parsed.data.triggers) {
    if ('event' in one && typeof one.expression === 'string') compileExpression(one.expression);
    if ('cron' in one && typeof one.cron === 'string') nextCron(one.cron, new Date(0));
  }
  for (const { if: expression } of parsed.data.cancel ?? []) if (expression) compileExpression(expression);
  return parsed.data;
}

/** Tries of one call; without `retries` the real server makes five. */
export function maxAttempts(config: FunctionConfig): number {
  return (config.steps.step?.retries?.attempts ?? 4) + 1;
}

/** The limits on calls that run at the same time; at most two. */
export function concurrencyOf(config: FunctionConfig): { limit: number; key: string | null }[] {
  const { concurrency } = config;
  if (concurrency === undefined) return [];
  if (typeof concurrency === 'number') return [{ limit: concurrency, key: null }];
  return [concurrency].flat().map(({ limit: most, key }) => ({ limit: most, key: key ?? null }));
}
