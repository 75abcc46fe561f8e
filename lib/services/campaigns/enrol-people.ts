import type { Tx } from '../../../db/client';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { sendersOf } from '../../../db/queries/campaigns';
import { enrolledAmong, insertEnrolments, peoplePerSender } from '../../../db/queries/enrolments-api';
import { memberIds } from '../../../db/queries/lists';
import { prospectsByIds, suppressedAmong } from '../../../db/queries/prospects';
import type { Priority } from '../../domain/campaigns/constants';
import { PRIORITIES } from '../../domain/campaigns/constants';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import type { ServiceContext } from '../context';

export type PeopleSource = { prospectIds: string[] } | { listId: string };
/** Why a person was not enrolled. The sum of these and of the enrolled is the number asked for. */
export type LeftOut =
  | 'unknown'
  | 'suppressed'
  | 'opted_out'
  | 'replied'
  | 'paused'
  | 'already_enrolled'
  | 'in_another_campaign';

export interface Enrolled {
  requested: number;
  enrolled: number;
  leftOut: Record<LeftOut, number>;
  people: { prospectId: string; reason: LeftOut }[];
}

/**
 * Puts people into a campaign, each once, spread evenly over its senders, in batches within the caller's transaction.
 * Nobody who must not be contacted, or who takes part in another active campaign, comes in (design.md I3).
 */
export async function enrolPeople(
  tx: Tx,
  ctx: ServiceContext,
  input: { campaign: CampaignRow; source: PeopleSource; priority: Priority },
): Promise<Enrolled> {
  const ids = [
    ...new Set('listId' in input.source ? await memberIds(tx, input.source.listId) : input.source.prospectIds),
  ];
  const senders = await sendersOf(tx, input.campaign.id);
  if (senders.length === 0) {
    throw new AppError('validation_failed', 'The campaign has no sender yet.', {
      fields: [{ path: 'senderIds', message: 'Choose at least one account first.' }],
    });
  }
  const counts = await peoplePerSender(tx, input.campaign.id);
  const load = new Map(senders.map((sender) => [sender.id, counts.get(sender.id) ?? 0]));
  const out: Enrolled = {
    requested: ids.length,
    enrolled: 0,
    leftOut: {
      unknown: 0,
      suppressed: 0,
      opted_out: 0,
      replied: 0,
      paused: 0,
      already_enrolled: 0,
      in_another_campaign: 0,
    },
    people: [],
  };
  for (let from = 0; from < ids.length; from += BATCH) {
    await enrolBatch(tx, ctx, { ...input, ids: ids.slice(from, from + BATCH), load, out });
  }
  return out;
}

const BATCH = 1_000;

interface Batch {
  campaign: CampaignRow;
  priority: Priority;
  ids: string[];
  load: Map<string, number>;
  out: Enrolled;
}

async function enrolBatch(tx: Tx, ctx: ServiceContext, batch: Batch): Promise<void> {
  const reasons = await reasonsAgainst(tx, batch);
  const rows = batch.ids
    .filter((id) => !reasons.has(id))
    .map((prospectId) => ({
      workspaceId: ctx.actor.workspaceId,
      id: newId('enrolment'),
      campaignId: batch.campaign.id,
      prospectId,
      accountId: nextSender(batch.load),
      state: 'queued' as const,
      priority: PRIORITIES.indexOf(batch.priority),
      active: true,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }));
  const added = await insertEnrolments(tx, rows);
  // Only the index can leave a row out here: another transaction enrolled the person a moment ago.
  for (const row of rows) if (!added.has(row.prospectId)) reasons.set(row.prospectId, 'in_another_campaign');
  batch.out.enrolled += added.size;
  for (const [prospectId, reason] of reasons) {
    batch.out.leftOut[reason] += 1;
    batch.out.people.push({ prospectId, reason });
  }
}

async function reasonsAgainst(tx: Tx, batch: Batch): Promise<Map<string, LeftOut>> {
  const known = new Map((await prospectsByIds(tx, batch.ids)).map((row) => [row.id, row]));
  const suppressed = await suppressedAmong(tx, batch.ids);
  const { here, elsewhere } = await enrolledAmong(tx, { campaignId: batch.campaign.id, prospectIds: batch.ids });
  const out = new Map<string, LeftOut>();
  for (const id of batch.ids) {
    const person = known.get(id);
    if (person === undefined) out.set(id, 'unknown');
    else if (person.optedOutAt !== null) out.set(id, 'opted_out');
    else if (suppressed.has(id)) out.set(id, 'suppressed');
    else if (here.has(id)) out.set(id, 'already_enrolled');
    else if (person.repliedAt !== null) out.set(id, 'replied');
    else if (person.stoppedAt !== null) out.set(id, 'paused');
    else if (elsewhere.has(id)) out.set(id, 'in_another_campaign');
  }
  return out;
}

/** The sender with the fewest people, the first by id among equals: a round robin that survives several calls. */
function nextSender(load: Map<string, number>): string {
  const [first] = [...load].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  if (first === undefined) throw new Error('a campaign without senders enrols nobody');
  load.set(first[0], first[1] + 1);
  return first[0];
}
