import type { AccountRow } from '../../../db/queries/sending-days';
import { updateAccount } from '../../../db/queries/sending-days';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';

/** A reading of the InMail credits: how many were left, and when. */
export interface CreditReading {
  left: number;
  at: Date;
}

/** Reads the InMail credits left; falls back on a reading under 24 h old (design.md §4), else null: none are known. */
export async function refreshCredits(ctx: ServiceContext, account: AccountRow): Promise<CreditReading | null> {
  if (account.provider !== 'linkedin') return null;
  const read = await ctx.provider.getInmailCredits(account.providerAccountId);
  if (read.ok) {
    const change = { inmailCredits: read.value, inmailCreditsAt: ctx.now };
    await withWorkspace(ctx, (tx) => updateAccount(tx, account.id, change));
    return { left: read.value, at: ctx.now };
  }
  const { inmailCredits: left, inmailCreditsAt: at } = account;
  return left !== null && at !== null && ctx.now.getTime() - at.getTime() < DAY_MS ? { left, at } : null;
}

const DAY_MS = 86_400_000;
