import { actorNames } from '../../../db/queries/audit';
import { campaignById } from '../../../db/queries/campaigns';
import type { ProspectRow } from '../../../db/queries/prospects';
import { enrolmentsOfProspect, prospectRow, suppressedAmong } from '../../../db/queries/prospects';
import { accountById } from '../../../db/queries/sending-days';
import { AppError } from '../../platform/errors';
import { collectAccountFacts } from '../accounts/explain-facts';
import { accountFindings, explainFindings } from '../accounts/explanation';
import type { Explanation, Finding } from '../accounts/finding';
import { held, passed } from '../accounts/finding';
import { campaignFinding } from '../campaigns/explain-campaign';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** What happens next to a person, or why nothing does: the person's own stops, its campaign, then its account. */
export async function explainPerson(ctx: ServiceContext, input: { id: string }): Promise<Explanation> {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await prospectRow(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such person.');
    const pausedBy =
      row.stoppedBy === null ? null : ((await actorNames(tx, [row.stoppedBy])).get(row.stoppedBy) ?? null);
    const own = personFinding(row, (await suppressedAmong(tx, [row.id])).has(row.id), pausedBy);
    if (own.reason !== null) return explainFindings([own], null, ctx);
    const enrolments = await enrolmentsOfProspect(tx, row.id);
    const enrolment = enrolments.find((candidate) => candidate.active);
    if (enrolment === undefined) {
      const last = enrolments[0];
      const text =
        last === undefined
          ? 'The person is in no campaign.'
          : `The person is in no active campaign; the last one ended as ${last.state}${last.reason === null ? '' : ` (${last.reason})`}.`;
      return explainFindings([own, held('not_enrolled', 'waiting', text)], null, ctx);
    }
    const [campaign, account] = [
      await campaignById(tx, enrolment.campaignId),
      await accountById(tx, enrolment.accountId),
    ];
    if (campaign === null || account === null) throw new Error('an enrolment has a campaign and an account');
    const facts = await collectAccountFacts(tx, ctx, account, campaign.id);
    const mine =
      enrolment.dueAt === null
        ? null
        : { prospectId: row.id, action: enrolment.action ?? 'resolve', enrolmentId: enrolment.id };
    const due = enrolment.dueAt !== null && enrolment.dueAt <= ctx.now ? 1 : 0;
    const own_ = {
      ...facts,
      first: mine,
      // Others who are paused hold nothing back here.
      paused: { people: 0, held: 0, since: null, reason: null },
      work: {
        due,
        nextDueAt: due === 1 ? null : (enrolment.dueAt ?? enrolment.wakeAt),
        waiting: enrolment.state === 'waiting' || enrolment.state === 'parked' ? 1 : 0,
        queued: enrolment.state === 'queued' ? 1 : 0,
      },
    };
    const parked =
      enrolment.state === 'parked'
        ? [
            held('parked', 'waiting', `Parked: ${enrolment.reason ?? 'waiting for room'}.`, {
              since: enrolment.updatedAt,
              until: enrolment.wakeAt,
            }),
          ]
        : [];
    return explainFindings([own, campaignFinding(campaign), ...parked, ...accountFindings(own_)], own_, ctx);
  });
}

function personFinding(row: ProspectRow, suppressed: boolean, pausedBy: string | null): Finding {
  if (row.optedOutAt !== null)
    return held('opted_out', 'stopped', 'The person asked not to be contacted.', { since: row.optedOutAt });
  if (suppressed) return held('suppressed', 'stopped', 'The person is on the suppression list.');
  if (row.repliedAt !== null)
    return held('replied', 'stopped', 'The person replied, so nothing is sent by itself any more.', {
      since: row.repliedAt,
    });
  if (row.stoppedAt !== null)
    return held(
      'paused_user',
      'stopped',
      `The person was paused by ${pausedBy ?? 'hand'}${row.stopReason === null ? '' : `: ${row.stopReason}`}.`,
      { since: row.stoppedAt },
    );
  return passed('person', 'Nothing stops this person.');
}
