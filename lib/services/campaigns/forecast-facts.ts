import type { Tx } from '../../../db/client';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { campaignsOfAccount, senderIdsOf, sendersOf } from '../../../db/queries/campaigns';
import { stopsInForce } from '../../../db/queries/controls';
import { stepsOf } from '../../../db/queries/enrolments';
import type { ForecastPerson } from '../../../db/queries/forecast';
import { forecastPeople } from '../../../db/queries/forecast';
import { PRIORITIES } from '../../domain/campaigns/constants';
import type { CampaignFacts, ForecastFacts, PersonFactsNow } from '../../domain/forecast/facts';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import type { Limits } from '../../domain/limits/limit-policy';
import type { ServiceContext } from '../context';
import { limitsSet } from '../limits/limits-set';
import { capFieldsOf } from './cap-fields';
import { forecastAccount } from './forecast-account';

/** At most this many people of the campaign on one account, and of each other campaign on it. */
const PEOPLE_MAX = 20_000;
const OTHERS_MAX = 2_000;

/**
 * All that a forecast of a campaign looks at, read in one transaction: its senders, every running campaign that shares one
 * of them, and who takes part in those on them. The number of queries depends on the senders and the campaigns alone.
 */
export async function forecastFacts(tx: Tx, ctx: ServiceContext, campaign: CampaignRow): Promise<ForecastFacts> {
  const limits = await limitsSet(tx);
  const senders = await sendersOf(tx, campaign.id);
  const controls = await stopsInForce(tx, ctx.now);
  const stopped = new Set(
    controls.flatMap((stop) => (stop.scope === 'campaign' && stop.until === null ? [stop.targetId] : [])),
  );
  const rows = new Map<string, CampaignRow>([[campaign.id, campaign]]);
  for (const sender of senders)
    for (const row of await campaignsOfAccount(tx, sender.id)) if (!stopped.has(row.id)) rows.set(row.id, row);
  const senderIds = await senderIdsOf(tx, [...rows.keys()]);
  const campaigns: CampaignFacts[] = [];
  for (const row of rows.values()) campaigns.push(await campaignFacts(tx, row, { limits, senderIds }));
  const accountIds = senders.map((sender) => sender.id);
  const accounts = [];
  for (const account of senders)
    accounts.push(await forecastAccount(tx, ctx, { account, campaignId: campaign.id, controls }));
  const others = [...rows.keys()].filter((id) => id !== campaign.id);
  const people = [
    ...(await forecastPeople(tx, { campaignIds: [campaign.id], accountIds, limit: PEOPLE_MAX })),
    ...(others.length === 0 ? [] : await forecastPeople(tx, { campaignIds: others, accountIds, limit: OTHERS_MAX })),
  ];
  return { now: ctx.now, campaignId: campaign.id, accounts, campaigns, people: people.map(personNow), limits };
}

async function campaignFacts(
  tx: Tx,
  row: CampaignRow,
  { limits, senderIds }: { limits: Limits; senderIds: Map<string, string[]> },
): Promise<CampaignFacts> {
  return {
    id: row.id,
    name: row.name,
    caps: effectiveCampaignCaps(capFieldsOf(row), limits),
    smoothWeek: row.smoothWeek,
    steps: await stepsOf(tx, row.id),
    senderIds: senderIds.get(row.id) ?? [],
  };
}

function personNow(row: ForecastPerson): PersonFactsNow {
  return {
    id: row.id,
    prospectId: row.prospectId,
    accountId: row.accountId,
    campaignId: row.campaignId,
    priority: PRIORITIES[row.priority] ?? 'normal',
    state: stateOf(row),
    stepId: row.stepId,
    work: row.action,
    since: row.since,
    at: row.state === 'active' ? row.dueAt : row.wakeAt,
    invitedAt: row.pendingAt ?? row.invitedAt,
    pending: row.pendingAt !== null,
    accepted: row.accepted,
    profile: lookUpOf(row),
    reachable: row.reachable,
  };
}

function lookUpOf({ resolvedAt, degree, openProfile, takesInmail }: ForecastPerson): PersonFactsNow['profile'] {
  return resolvedAt === null ? null : { at: resolvedAt, degree, openProfile, takesInmail };
}

/** What is being sent this moment is taken as due: it will have gone, or be due again, in a minute. */
function stateOf({ state }: ForecastPerson): PersonFactsNow['state'] {
  return state === 'queued' || state === 'waiting' || state === 'parked' ? state : 'active';
}
