import { freshAccount } from '../accounts/fresh-account';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import { performWithdrawal } from './perform-withdrawal';
import { reserveWithdrawal } from './reserve-withdrawal';
import { withdrawalSlot } from './withdrawal-slot';

/** The next moment to withdraw one, or the end of the account's withdrawals of today. */
export type NextWithdrawal =
  | { kind: 'slot'; at: Date; did: string }
  | { kind: 'end'; reason: 'nothing_left' | 'day_over' | 'account_state' | 'account_paused'; did: string };

/**
 * One turn of an account's withdrawals: reserves, dispatches, calls and settles one of the given invitations, and draws the
 * moment of the next (design.md §4). Run twice it finds the ledger's row and asks the provider nothing again.
 */
export async function withdrawNext(
  ctx: ServiceContext,
  input: { accountId: string; ids: readonly string[]; later: () => Promise<ServiceContext> },
): Promise<NextWithdrawal> {
  const { later } = input;
  const account = await freshAccount(ctx, input);
  const idle = { kind: 'end' as const, did: 'waited' };
  if (account.state !== 'running') return { ...idle, reason: 'account_state' };
  if (account.pausedAt !== null) return { ...idle, reason: 'account_paused' };
  const reserved = await reserveWithdrawal(input, later);
  if (reserved.kind === 'nothing_left') return { ...idle, reason: 'nothing_left' };
  const did =
    reserved.kind === 'reserved'
      ? await performWithdrawal({ account, later, work: reserved.work, send: reserved.send })
      : reserved.reason;
  const after = await later();
  const notBefore = reserved.kind === 'refused' ? reserved.freeAt : null;
  const at = await withUnit(after, (unit) => withdrawalSlot(unit, after, { account, notBefore }));
  return at === null ? { kind: 'end', reason: 'day_over', did } : { kind: 'slot', at, did };
}
