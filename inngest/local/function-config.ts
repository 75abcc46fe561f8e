import { z } from 'zod';
import { nextCron } from './cron';
import { durationMs } from './durations';
import { compileExpression, compileKey } from './expression';

const limit = z.strictObject({
  limit: z.number().int().min(1),
  key: z.string().optional(),
  scope: z.enum(['fn', 'env', 'account']).optional(),
});
const trigger = z.union([
  z.strictObject({ event: z.string(), expression: z.string().optional() }),
  z.strictObject({ cron: z.string() }),
]);
const cancel = z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() });
const step = z.object({ retries: z.object({ attempts: z.number().int().min(0).max(20) }).optional() });

/** A function as the SDK describes it. Strict: an option that the runner does not have must not be ignored. */
const functionConfig = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(trigger).max(10),
  steps: z.record(z.string(), step),
  concurrency: z.union([z.number().int().min(1), limit, z.array(limit).max(2)]).optional(),
  singleton: z.strictObject({ key: z.string().optional(), mode: z.enum(['skip', 'cancel']) }).optional(),
  idempotency: z.string().optional(),
  cancel: z.array(cancel).max(5).optional(),
  priority: z.strictObject({ run: z.string() }).optional(),
  rateLimit: z
    .strictObject({ limit: z.number().int().min(1), period: z.string(), key: z.string().optional() })
    .optional(),
  throttle: z
    .strictObject({
      limit: z.number().int().min(1),
      period: z.string(),
      key: z.string().optional(),
      burst: z.number().int().min(1).optional(),
    })
    .optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
  batchEvents: z
    .strictObject({ maxSize: z.number().int().min(1).max(100), timeout: z.string(), key: z.string().optional() })
    .optional(),
});
export type FunctionConfig = z.infer<typeof functionConfig>;

/** Checks a function that is being registered; throws with the option or expression that cannot be honoured. */
export function readConfig(value: unknown): FunctionConfig {
  const parsed = functionConfig.safeParse(value);
  const id = z.object({ id: z.string() }).safeParse(value).data?.id ?? '?';
  if (!parsed.success) throw new Error(`the local runner cannot run ${id}: ${problemOf(parsed.error)}`);
  const config = parsed.data;
  try {
    compileAll(config);
  } catch (error) {
    throw new Error(`the local runner cannot run ${id}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return config;
}

/** Tries of one call; without `retries` the real server makes five. */
export function maxAttempts(config: FunctionConfig): number {
  return (config.steps.step?.retries?.attempts ?? 4) + 1;
}

/** The limits on calls that run at the same time; at most two. Those of the account or the environment are shared. */
export function concurrencyOf(config: FunctionConfig): { limit: number; key: string | null; sharedBy: string }[] {
  const { concurrency } = config;
  if (concurrency === undefined) return [];
  if (typeof concurrency === 'number') return [{ limit: concurrency, key: null, sharedBy: config.id }];
  return [concurrency].flat().map(({ limit: most, key, scope = 'fn' }) => ({
    limit: most,
    key: key ?? null,
    sharedBy: scope === 'fn' ? config.id : scope,
  }));
}

/** Whether a trigger's event name, which may end in a wildcard (`orders/*`), covers this event's. */
export function nameFits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function compileAll(config: FunctionConfig): void {
  for (const one of config.triggers) {
    if ('cron' in one) nextCron(one.cron, new Date(0));
    else if (one.expression !== undefined) compileExpression(one.expression);
  }
  for (const one of config.cancel ?? []) {
    if (one.if !== undefined) compileExpression(one.if);
  }
  const { singleton, idempotency, priority, rateLimit, throttle, debounce, batchEvents } = config;
  const durations = [rateLimit?.period, throttle?.period, debounce?.period, debounce?.timeout, batchEvents?.timeout];
  for (const one of [...durations, ...(config.cancel ?? []).map((cancelOn) => cancelOn.timeout)]) {
    if (one !== undefined && durationMs(one) === null) throw new Error(`it does not understand the duration ${one}`);
  }
  const keys = [singleton, rateLimit, throttle, debounce, batchEvents].map((one) => one?.key);
  for (const key of [...keys, idempotency, priority?.run, ...concurrencyOf(config).map((one) => one.key)])
    if (typeof key === 'string') compileKey(key);
  refuseMixtures(config);
}

/** As in the real server a run of many events has no event of its own on which these could be decided. */
function refuseMixtures(config: FunctionConfig): void {
  if (config.batchEvents === undefined) return;
  const others = ['debounce', 'idempotency', 'rateLimit', 'priority', 'cancel', 'singleton'] as const;
  const other = others.find((name) => config[name] !== undefined && [config[name]].flat().length > 0);
  if (other !== undefined) throw new Error(`batchEvents cannot be combined with ${other}`);
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `it does not have the option ${issue.keys.join(', ')}`;
  return `${issue?.path.join('.')}: ${issue?.message}`;
}
