import type { PoolClient } from 'pg';

const SEEN_MS = 24 * 3_600_000;

/** Whether a key is new in the last 24 h; `now` is app time. It counts as seen from here on, if the caller commits. */
export async function isFirst(client: PoolClient, key: string, now: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into inngest_local.seen_keys as seen (key, until) values ($1, $2)
      on conflict (key) do update set until = excluded.until where seen.until <= $3 returning 1`,
    [key, new Date(now.getTime() + SEEN_MS), now],
  );
  return rowCount === 1;
}
