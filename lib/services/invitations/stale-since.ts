import { WITHDRAW_AFTER_DAYS } from '../../domain/invitations/withdrawals';
import type { ServiceContext } from '../context';

const HOUR_MS = 3_600_000;
/** An invitation is looked for in the provider's list once a day at most. */
const SOUGHT_EVERY_MS = 20 * HOUR_MS;

/** The moments by which the withdrawals count: old invitations were sent before the first, none was looked for after the second. */
export function staleSince(ctx: ServiceContext): { sentBefore: Date; soughtBefore: Date } {
  return {
    sentBefore: new Date(ctx.now.getTime() - WITHDRAW_AFTER_DAYS * 24 * HOUR_MS),
    soughtBefore: new Date(ctx.now.getTime() - SOUGHT_EVERY_MS),
  };
}
