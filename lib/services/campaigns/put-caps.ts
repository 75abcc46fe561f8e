import type { AccountRow } from '../../../db/queries/accounts-api';
import { sendersOf, updateCampaign } from '../../../db/queries/campaigns';
import type { CampaignCapInput } from '../../domain/limits/campaign-caps';
import { capMessage, capScale, effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import type { CapKind } from '../../domain/limits/constants';
import { CAP_KINDS } from '../../domain/limits/constants';
import type { Limits } from '../../domain/limits/limit-policy';
import { redKinds } from '../../domain/limits/red-kinds';
import type { FieldError } from '../../platform/errors';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { applyCampaignCaps } from './apply-caps';
import { campaignFor, campaignToChange } from './campaign-access';
import { describeCaps } from './get-caps';

/**
 * Sets the caps of a campaign; they hold from the next reservation on. A value in the red zone needs `acknowledgedRisk`,
 * which is audited (limits.md §1); none passes the hard cap.
 */
export async function putCaps(
  ctx: ServiceContext,
  input: CampaignCapInput & { id: string; acknowledgedRisk?: boolean },
) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const limits = await limitsSet(tx);
    const row = await campaignToChange(tx, ctx, input.id);
    const senders = await sendersOf(tx, row.id);
    const fields = capProblems(input, hardestCaps(senders, limits));
    if (fields.length > 0) throw new AppError('validation_failed', 'Some of these caps are not possible.', { fields });
    const red = redKinds(input, senders, limits);
    if (red.length > 0 && input.acknowledgedRisk !== true) throw riskError(red, input, limits);
    const risk =
      red.length > 0
        ? { riskAcknowledgedBy: actorId(ctx.actor), riskAcknowledgedAt: ctx.now }
        : { riskAcknowledgedBy: null, riskAcknowledgedAt: null };
    await updateCampaign(tx, row.id, {
      dailyLimit: input.dailyLimit,
      capInvite: input.invite,
      capMessage: input.message,
      capInmail: input.inmail,
      ...risk,
      updatedAt: ctx.now,
    });
    const changed = await campaignFor(tx, row.id);
    await applyCampaignCaps(tx, changed, ctx.now);
    const { dailyLimit, invite, message, inmail } = input;
    await emitAudit(tx, ctx, {
      action: 'campaign.caps_changed',
      objectId: row.id,
      details: { dailyLimit, invite, message, inmail, acknowledgedRisk: red.length > 0, red },
    });
    return describeCaps(tx, changed);
  });
}

function riskError(red: CapKind[], input: CampaignCapInput, limits: Limits): AppError {
  const effective = effectiveCampaignCaps(input, limits);
  const fields = red.map((kind) => ({
    path: kind,
    message: `${capMessage(kind, effective[kind], { limits })} Confirm with acknowledgedRisk.`,
  }));
  return new AppError('validation_failed', 'A cap in the red zone must be acknowledged.', { fields });
}

/** The highest hard cap in force of any sender, per kind, and that of a paid plan, whose scale the slider shows. */
function hardestCaps(senders: AccountRow[], limits: Limits): Record<CapKind, number> {
  const most = (kind: CapKind) =>
    Math.max(capScale(kind, { limits }).max, ...senders.map((sender) => limits(`${kind}.day`, sender.tier).hard));
  return { invite: most('invite'), message: most('message'), inmail: most('inmail') };
}

function capProblems(input: CampaignCapInput, most: Record<CapKind, number>): FieldError[] {
  const out: FieldError[] = [];
  for (const path of ['dailyLimit', ...CAP_KINDS] as const) {
    const value = input[path];
    if (value === null) continue;
    // A Daily limit stands for three kinds; its ceiling is that of the largest, and each kind is held below again.
    const max = path === 'dailyLimit' ? Math.max(...CAP_KINDS.map((kind) => most[kind])) : most[path];
    if (!Number.isInteger(value) || value < 0)
      out.push({ path, message: 'A cap is a whole number, 0 or more; leave it blank to inherit.' });
    else if (value > max) out.push({ path, message: `At most ${max} a day and account.` });
  }
  return out;
}
