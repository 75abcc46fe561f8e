import type { ReserveRow } from '../../../db/queries/send-store';
import type { Action } from '../../domain/limits/constants';
import type { SendOrigin, SendState } from '../../domain/sends/constants';
import { RESERVATION_LEASE_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import type { ReserveOutcome, Variant } from './due-work';
import type { StoreUnit } from './store';

/** Reserves one send in every budget it draws on, or nothing, gates included: one call of the store (design.md §5). */
export async function reserveSend(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: {
    accountId: string;
    campaignId: string | null;
    enrolmentId: string;
    stepKey: string;
    prospectId: string | null;
    action: Action;
    variant: Variant;
    origin: SendOrigin;
  },
): Promise<ReserveOutcome> {
  const row = await unit.reserveSend({
    ...input,
    now: ctx.now,
    installationId: ctx.installationId,
    leaseMs: RESERVATION_LEASE_MS,
  });
  return outcomeOf(row);
}

function outcomeOf(row: ReserveRow): ReserveOutcome {
  switch (row.outcome) {
    case 'reserved': {
      if (row.sendId === null || row.reservedAt === null) throw new Error('a reservation without a row');
      return {
        outcome: 'reserved',
        send: { id: row.sendId, fence: row.fence, attempt: row.attempt ?? 1, at: row.reservedAt },
      };
    }
    case 'duplicate':
      return { outcome: 'duplicate', sendId: row.sendId ?? '', state: (row.reason ?? 'reserved') as SendState };
    case 'capped':
      return {
        outcome: 'capped',
        budget: row.reason ?? '',
        cap: row.cap ?? 0,
        used: row.used ?? 0,
        freeAt: row.freeAt,
      };
    default:
      return { outcome: 'gated', gate: row.reason ?? 'unconfigured', freeAt: row.freeAt };
  }
}
