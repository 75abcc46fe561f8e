import { appDatabase } from '../../../db/app-database';
import { inWorkspace } from '../../../db/client';
import { dropKey, keepAnswer, takeKey } from '../../../db/queries/idempotency';
import { AppError } from '../../platform/errors';
import { sha256 } from '../../platform/secrets';
import type { Actor } from '../actor';
import { actorId } from '../actor';

export interface Answered {
  status: number;
  body: unknown;
}

/**
 * Runs `work` at most once for a key of an actor: the same request again gets the kept answer, another body under the same
 * key or a request still on its way is a conflict. An answer of 500 or more is not kept, so that it may be tried again.
 */
export async function once(
  input: { actor: Actor; key: string; request: string },
  work: () => Promise<Answered>,
): Promise<Answered & { replayed: boolean }> {
  const db = appDatabase();
  const { workspaceId } = input.actor;
  const row = { actorId: actorId(input.actor), key: input.key };
  const requestHash = sha256(input.request);
  const kept = await inWorkspace(db, workspaceId, (tx) => takeKey(tx, { ...row, workspaceId, requestHash }));
  if (kept !== null) {
    if (kept.requestHash !== requestHash)
      throw new AppError('conflict', 'This Idempotency-Key was used for another request. Use a new one.');
    if (kept.status === null) throw new AppError('conflict', 'The first request with this key is still on its way.');
    return { status: kept.status, body: kept.body, replayed: true };
  }
  try {
    const answer = await work();
    await inWorkspace(db, workspaceId, (tx) =>
      answer.status >= 500 ? dropKey(tx, row) : keepAnswer(tx, { ...row, ...answer }),
    );
    return { ...answer, replayed: false };
  } catch (error) {
    await inWorkspace(db, workspaceId, (tx) => dropKey(tx, row));
    throw error;
  }
}
