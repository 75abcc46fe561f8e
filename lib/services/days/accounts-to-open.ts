import { rampDayAt } from '../../../db/queries/accounts-api';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { connectedAccounts, rampDay } from '../../../db/queries/sending-days';
import { localDay } from '../../domain/limits/windows';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { sendingIntervals } from './sending-intervals';

/** The day is opened this long before its first hour, so that the ramp decides before sending begins (limits.md §2). */
const AHEAD_MS = 60 * 60_000;
/** A run that has not moved its slot for this long has died: app time, and never less than ten real seconds. */
const DEAD_MS = 20 * 60_000;
const DEAD_REAL_MS = 10_000;

/** Accounts whose day must be opened now: it has no ramp row yet, or the run that had opened it has died. */
export async function accountsToOpen(ctx: ServiceContext, input: { accountId?: string }): Promise<string[]> {
  return withWorkspace(ctx, async (tx) => {
    const due: string[] = [];
    for (const account of await connectedAccounts(tx)) {
      if (input.accountId !== undefined && account.id !== input.accountId) continue;
      const open = await rampDayAt(tx, account.id, ctx.now);
      const localDate = openDateOf(ctx, account, open);
      if (localDate === null) continue;
      // A date that the account has had already, before it moved to the west, is not begun again.
      const isNew = open === null && (await rampDay(tx, account.id, localDate)) === null;
      if (open === null && !isNew) continue;
      if (isNew || input.accountId !== undefined || isDead(ctx, account)) due.push(account.id);
    }
    return due;
  });
}

/** The account's local date, when it may send today and its hours have not passed. A day that is open keeps its zone. */
function openDateOf(ctx: ServiceContext, account: AccountRow, open: RampDayRow | null): string | null {
  if (account.state !== 'running' || account.pausedAt !== null || account.timeZone === null) return null;
  const timeZone = open?.timeZone ?? account.timeZone;
  const localDate = open?.localDate ?? localDay(ctx.now, timeZone);
  const intervals = sendingIntervals(localDate, { ...account, timeZone }, ctx.clockSpeed);
  const [first] = intervals;
  const last = intervals.at(-1);
  if (first === undefined || last === undefined || last.to <= ctx.now) return null;
  return first.from.getTime() - AHEAD_MS <= ctx.now.getTime() ? localDate : null;
}

function isDead(ctx: ServiceContext, account: AccountRow): boolean {
  if (account.nextSlotAt === null) return true;
  return ctx.now.getTime() - account.nextSlotAt.getTime() > Math.max(DEAD_MS, DEAD_REAL_MS * ctx.clockSpeed);
}
