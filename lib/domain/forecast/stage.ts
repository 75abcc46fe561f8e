import type { Action, BudgetKey, RampKind } from '../limits/constants';
import type { Limits } from '../limits/limit-policy';
import type { KindProgress } from '../pacing/action-slots';
import type { DecidedRamp, RampStand } from '../ramp/decide-ramps';
import type { CalendarDay } from './calendar';
import type { Crowd } from './crowd';
import { emptyCrowd } from './crowd';
import type { AccountFacts, CampaignFacts, ForecastFacts } from './facts';
import type { MemoryLedger } from './memory-ledger';
import { count, openLedger, putCap } from './memory-ledger';
import { drawAcceptanceMs } from './odds';
import { addPlayer, happen } from './player';

/** What a draw knows of one account as it goes on. */
export interface Stage {
  /** Seed of the draw; what happens to a person depends on it and on the person alone. */
  seed: string;
  /** The campaign that is asked about. */
  campaignId: string;
  account: AccountFacts;
  /** In the order of their ids, as the store lists them. */
  campaigns: readonly CampaignFacts[];
  limits: Limits;
  calendar: (index: number) => CalendarDay;
  crowd: Crowd;
  ledger: MemoryLedger;
  ramps: { invites: RampStand; others: RampStand };
  usedDays: { cap: number; sent: number }[];
  invitations: { prospectId: string | null; atMs: number; acceptedAtMs: number | null }[];
  messageTimes: Date[];
  lastSendAt: Date | null;
  /** The last send of the draw: of which campaign, and whether it was the first to its person. */
  lastSent: { campaignId: string; begins: boolean } | null;
  creditsLeft: number | null;
  creditMonthMs: number | null;
}

/** The account's open day: what the ramp row, the paces and the day's counts are in the store. */
export interface StageDay {
  calendar: CalendarDay;
  openedAt: Date;
  caps: Record<RampKind, number>;
  targets: Record<RampKind, number>;
  progress: Map<RampKind, KindProgress>;
  /** What the account could do at most, by the code of each ceiling. */
  ceilings: Map<RampKind, { code: BudgetKey; cap: number }[]>;
  /** Invites of the day by campaign, for the even share of the week. */
  invites: Map<string, number>;
  /** Invites a day of each campaign that spreads the week evenly. */
  evenShares: Map<string, number>;
  sent: Map<string, Map<Action, number>>;
  decided: { invites: DecidedRamp; others: DecidedRamp } | null;
}

/** The account as it stands now, with everybody who takes part on it. `without` leaves a campaign out. */
export function setStage(
  facts: ForecastFacts,
  input: { seed: string; account: AccountFacts; calendar: Stage['calendar']; without: string | null },
): Stage {
  const { account, without } = input;
  const campaigns = facts.campaigns
    .filter((campaign) => campaign.id !== without && campaign.senderIds.includes(account.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const stage: Stage = {
    seed: input.seed,
    campaignId: facts.campaignId,
    account,
    campaigns,
    limits: facts.limits,
    calendar: input.calendar,
    crowd: emptyCrowd(),
    ledger: openLedger(account.schedule?.timeZone ?? 'UTC'),
    ramps: { invites: account.invites, others: account.others },
    usedDays: [...account.usedDays],
    invitations: [],
    messageTimes: account.sends.filter((send) => send.action === 'message').map((send) => send.at),
    lastSendAt: account.lastSendAt,
    lastSent: null,
    creditsLeft: account.credits,
    creditMonthMs: null,
  };
  for (const campaign of campaigns) putCampaignCaps(stage, campaign);
  for (const send of account.sends)
    count(stage.ledger, { atMs: send.at.getTime(), campaignId: send.campaignId ?? '', keys: send.keys });
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  for (const person of facts.people) {
    const campaign = byId.get(person.campaignId);
    if (person.accountId !== account.id || campaign === undefined) continue;
    addPlayer(stage.crowd, { facts: person, campaign, now: facts.now });
  }
  awaitAnswers(stage, facts.now);
  return stage;
}

/** The caps of a campaign on this account, as they are written at launch and at each opening of a day. */
export function putCampaignCaps(stage: Stage, campaign: CampaignFacts): void {
  putCap(stage.ledger, 'campaign.invite.day', campaign.id, campaign.caps.invite);
  putCap(stage.ledger, 'campaign.message.day', campaign.id, campaign.caps.message);
  putCap(stage.ledger, 'campaign.inmail.day', campaign.id, campaign.caps.inmail);
}

/** Invitations that nobody has answered may still be accepted: each is drawn among what can come of its age. */
function awaitAnswers(stage: Stage, now: Date): void {
  const waiting = new Map(stage.crowd.players.map((player) => [player.facts.prospectId, player]));
  const seen = new Set<string>();
  for (const { prospectId, at, acceptedAt } of stage.account.invitations) {
    const record = { prospectId, atMs: at.getTime(), acceptedAtMs: acceptedAt?.getTime() ?? null };
    stage.invitations.push(record);
    if (acceptedAt !== null || prospectId === null) continue;
    const player = waiting.get(prospectId);
    const delayMs = drawAcceptanceMs(
      `${stage.seed}:${prospectId}`,
      stage.account.odds.acceptance,
      now.getTime() - record.atMs,
    );
    seen.add(prospectId);
    if (delayMs === null) continue;
    if (player?.pending === true) happen(stage.crowd, player, 'accept', record.atMs + delayMs);
    else record.acceptedAtMs = record.atMs + delayMs;
  }
  for (const player of stage.crowd.players) {
    if (!player.pending || player.invitedAt === null || seen.has(player.facts.prospectId)) continue;
    const ageMs = now.getTime() - player.invitedAt.getTime();
    const delayMs = drawAcceptanceMs(`${stage.seed}:${player.facts.prospectId}`, stage.account.odds.acceptance, ageMs);
    if (delayMs !== null) happen(stage.crowd, player, 'accept', player.invitedAt.getTime() + delayMs);
  }
}
