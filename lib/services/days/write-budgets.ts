import type { Tx } from '../../../db/client';
import { campaignById } from '../../../db/queries/campaigns';
import { answeredSince, campaignCapsToday, spentSince } from '../../../db/queries/day-facts';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { ensurePace, putBudget } from '../../../db/queries/sending-days';
import { MIN_GAP_MS } from '../../domain/limits/catalogue';
import type { BudgetKey } from '../../domain/limits/constants';
import { ACTIONS, RAMP_KINDS } from '../../domain/limits/constants';
import { ownBudgetCaps } from '../../domain/limits/day-caps';
import type { Limits } from '../../domain/limits/limit-policy';
import { budgetWindowOf, dayBounds, localDay, windowStart } from '../../domain/limits/windows';
import type { CreditReading } from '../accounts/refresh-credits';
import { applyCampaignCaps } from '../campaigns/apply-caps';
import type { ServiceContext } from '../context';

/**
 * Writes every budget of the account for the day: the limits in force and the account's targets, attempts, the ramp's
 * caps, the campaigns' caps, and the minimum gaps. Without `mayRaise` (the day is opened again) no cap goes up.
 */
export async function writeBudgets(
  tx: Tx,
  ctx: ServiceContext,
  input: {
    account: AccountRow;
    timeZone: string;
    day: RampDayRow;
    credits: CreditReading | null;
    limits: Limits;
    mayRaise: boolean;
  },
): Promise<void> {
  const { account, timeZone, day, limits, mayRaise } = input;
  const caps = new Map<BudgetKey, number>(ownBudgetCaps(account, limits));
  for (const kind of RAMP_KINDS) caps.set(`ramp.${kind}.day`, day.caps[kind]);
  caps.set('inmail_credit.month', await creditCap(tx, ctx, input));
  const notes = await notesLeft(tx, ctx, input);
  if (notes !== null) caps.set('invite_note.month', Math.min(notes, caps.get('invite_note.month') ?? notes));
  for (const action of ACTIONS) {
    await ensurePace(tx, {
      workspaceId: account.workspaceId,
      accountId: account.id,
      action,
      gapMsMin: MIN_GAP_MS[action],
    });
  }
  for (const key of [...caps.keys()].sort()) {
    const { anchor, widthMs } = budgetWindowOf(key);
    // Credits are a balance, not a policy: a refill or a refund counts at once.
    const raises = mayRaise || key === 'inmail_credit.month';
    await putBudget(tx, {
      accountId: account.id,
      key,
      campaignId: '',
      anchor,
      widthMs,
      timeZone,
      cap: caps.get(key) ?? 0,
      now: ctx.now,
      mayRaise: raises,
    });
  }
  for (const { id } of await campaignCapsToday(tx, account.id)) {
    const campaign = await campaignById(tx, id);
    if (campaign !== null) await applyCampaignCaps(tx, campaign, ctx.now);
  }
}

/** Credits spent until the balance was read plus that balance, never above the limit in force; an unknown balance is none. */
async function creditCap(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; timeZone: string; credits: CreditReading | null; limits: Limits },
): Promise<number> {
  const key = 'inmail_credit.month';
  const since = windowStart(ctx.now, budgetWindowOf(key), input.timeZone);
  const spent = await spentSince(tx, { accountId: input.account.id, key, since });
  if (input.credits === null) return spent;
  const later = await spentSince(tx, { accountId: input.account.id, key, since: input.credits.at });
  return Math.min(input.limits(key, input.account.tier).default, spent - later + input.credits.left);
}

/** Null while LinkedIn takes notes; once it has refused one, none until the next month (limits.md §5). */
async function notesLeft(
  tx: Tx,
  ctx: ServiceContext,
  { account, timeZone }: { account: AccountRow; timeZone: string },
): Promise<number | null> {
  const month = dayBounds(`${localDay(ctx.now, timeZone).slice(0, 8)}01`, timeZone).start;
  const refused = await answeredSince(tx, { accountId: account.id, code: 'note_not_allowed', since: month });
  if (refused === 0) return null;
  const key = 'invite_note.month';
  return spentSince(tx, { accountId: account.id, key, since: windowStart(ctx.now, budgetWindowOf(key), timeZone) });
}
