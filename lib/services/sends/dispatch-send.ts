import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import type { ReservedSend } from './due-work';

/** Wall time: a call without an answer by then is unknown. */
const DEADLINE_MS = CALL_TIMEOUT_MS + 30_000;

/** Commits `dispatching`, stops looked at again. Nothing may call the provider without it (design.md §4). */
export async function dispatchSend(
  ctx: ServiceContext,
  send: ReservedSend,
): Promise<{ outcome: 'dispatching' | 'released' | 'stale'; gate: string | null }> {
  const row = await withUnit(ctx, (unit) =>
    unit.dispatchSend({
      sendId: send.id,
      fence: send.fence,
      now: ctx.now,
      installationId: ctx.installationId,
      deadlineMs: DEADLINE_MS,
    }),
  );
  return { outcome: row.outcome as 'dispatching' | 'released' | 'stale', gate: row.reason };
}
