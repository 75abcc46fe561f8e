import { accountsWithStale } from '../../../db/queries/withdrawals';
import { staleSince } from '../../domain/invitations/withdrawals';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';

/** Accounts whose day is open and that have invitations to withdraw which nobody has looked for today. */
export async function accountsToWithdraw(ctx: ServiceContext, _input: Record<string, never> = {}): Promise<string[]> {
  return withWorkspace(ctx, (tx) => accountsWithStale(tx, { ...staleSince(ctx.now), now: ctx.now }));
}
