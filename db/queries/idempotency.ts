import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { idempotencyKeys } from '../schema/idempotency-keys';

export interface KeptAnswer {
  requestHash: string;
  /** Null while the first request is still on its way. */
  status: number | null;
  body: unknown;
}

/** Takes a key for 24 h of wall time; the answer kept under it when it was taken before, null when it is new. */
export async function takeKey(
  tx: Tx,
  input: { workspaceId: string; actorId: string; key: string; requestHash: string },
): Promise<KeptAnswer | null> {
  await tx.execute(
    sql`delete from idempotency_keys where created_at < clock_timestamp() - interval '24 hours' and actor_id = ${input.actorId}`,
  );
  const taken = await rowsOf<{ key: string }>(
    tx,
    sql`insert into idempotency_keys (workspace_id, actor_id, key, request_hash, created_at)
      values (${input.workspaceId}, ${input.actorId}, ${input.key}, ${input.requestHash}, clock_timestamp())
      on conflict do nothing returning key`,
  );
  if (taken.length > 0) return null;
  const [row] = await tx.select().from(idempotencyKeys).where(whereKey(input));
  return row ? { requestHash: row.requestHash, status: row.status, body: row.body } : null;
}

export async function keepAnswer(
  tx: Tx,
  input: { actorId: string; key: string; status: number; body: unknown },
): Promise<void> {
  await tx.update(idempotencyKeys).set({ status: input.status, body: input.body }).where(whereKey(input));
}

/** Forgets a key whose request failed in a way that may be tried again. */
export async function dropKey(tx: Tx, input: { actorId: string; key: string }): Promise<void> {
  await tx.delete(idempotencyKeys).where(whereKey(input));
}

function whereKey(input: { actorId: string; key: string }) {
  return and(eq(idempotencyKeys.actorId, input.actorId), eq(idempotencyKeys.key, input.key));
}
