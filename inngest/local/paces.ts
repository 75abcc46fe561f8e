import type { PoolClient } from 'pg';
import { durationMs } from './durations';
import type { Scope } from './expression';
import { compileKey } from './expression';
import type { FunctionConfig } from './function-config';

type Limited = { limit: number; period: string; key?: string | undefined };

/** Whether a function's rate limit lets one more run start: at most `limit` in any `period` of app time, a key. */
export async function isWithinRate(
  client: PoolClient,
  config: FunctionConfig,
  scope: Scope,
  now: Date,
): Promise<boolean> {
  const { rateLimit } = config;
  if (rateLimit === undefined) return true;
  const key = keyOf('rate', config, rateLimit, scope);
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const { rowCount } = await client.query(
    `insert into inngest_local.admissions (key, until)
      select $1, $2 where (select count(*) from inngest_local.admissions where key = $1 and until > $3) < $4 returning 1`,
    [key, new Date(now.getTime() + periodMs(rateLimit)), now, rateLimit.limit],
  );
  return rowCount === 1;
}

/**
 * When a function's throttle lets a run start (app time); null for now. Starts are spread evenly over the period, except
 * that `burst` of them may come at once.
 */
export async function throttledUntil(
  client: PoolClient,
  config: FunctionConfig,
  scope: Scope,
  now: Date,
): Promise<Date | null> {
  const { throttle } = config;
  if (throttle === undefined) return null;
  const apartMs = periodMs(throttle) / throttle.limit;
  const { rows } = await client.query<{ freeAt: Date }>(
    `insert into inngest_local.paces as pace (key, free_at) values ($1, $2::timestamptz + $3 * interval '1 millisecond')
      on conflict (key) do update set free_at = greatest(pace.free_at, $2) + $3 * interval '1 millisecond'
      returning free_at as "freeAt"`,
    [keyOf('throttle', config, throttle, scope), now, apartMs],
  );
  const startMs = (rows[0]?.freeAt.getTime() ?? 0) - (throttle.burst ?? 1) * apartMs;
  return startMs > now.getTime() ? new Date(startMs) : null;
}

/** Forgets what no limit looks at any more. */
export async function forgetPaces(client: { query: PoolClient['query'] }, now: Date): Promise<void> {
  await client.query('delete from inngest_local.admissions where until <= $1', [now]);
  await client.query('delete from inngest_local.paces where free_at <= $1', [now]);
}

function keyOf(kind: string, config: FunctionConfig, limited: Limited, scope: Scope): string {
  return `${kind}:${config.id}:${limited.key === undefined ? '' : compileKey(limited.key)(scope)}`;
}

function periodMs({ period }: Limited): number {
  return durationMs(period) ?? 0;
}
