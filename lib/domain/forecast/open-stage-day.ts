import type { BudgetKey, RampKind } from '../limits/constants';
import { ACTIONS, RAMP_KINDS, rampKindOf } from '../limits/constants';
import { dayCapsOf, dayCeilings, ownBudgetCaps } from '../limits/day-caps';
import { smoothDailyTarget } from '../limits/smooth-week';
import type { KindProgress } from '../pacing/action-slots';
import { RAMP_POLICY } from '../ramp/decide-ramp';
import type { RampEvidence } from '../ramp/decide-ramps';
import { decideRamps } from '../ramp/decide-ramps';
import { planDay } from '../ramp/plan-day';
import type { CalendarDay } from './calendar';
import { beginDay, putCap, usedOf } from './memory-ledger';
import type { Stage, StageDay } from './stage';
import { putCampaignCaps } from './stage';

const DAY_MS = 86_400_000;

/**
 * Opens a day as `openDay` does: the ramp's decision, the drawn targets and every budget's cap. A day that was opened
 * before the forecast keeps its row.
 */
export function openStageDay(stage: Stage, calendar: CalendarDay, at: Date): StageDay {
  const { account, ledger, limits } = stage;
  const { today } = account;
  const open = today !== null && today.localDate === calendar.date ? today : null;
  const openedAt = open?.madeAt ?? at;
  beginDay(ledger, { startMs: calendar.startMs, monthStartMs: calendar.monthStartMs });
  const decided = open === null ? decide(stage, openedAt) : null;
  if (decided !== null) stage.ramps = decided;
  const dayCaps = dayCapsOf(account, limits);
  const own = ownBudgetCaps(account, limits);
  for (const [key, cap] of own) putCap(ledger, key, '', cap);
  const weekLeft = limits('invite.week', account.tier).default - usedOf(ledger, 'invite.week', '', at.getTime());
  const ceilings = dayCeilings({ weekLeft, campaigns: stage.campaigns.map((campaign) => campaign.caps) });
  const { caps, targets } =
    open ??
    planDay({
      seed: `${account.id}:${calendar.date}`,
      week: stage.ramps.invites.week,
      otherWeek: stage.ramps.others.week,
      weeks: account.weeks,
      dayCaps,
      ceilings,
    });
  for (const kind of RAMP_KINDS) putCap(ledger, `ramp.${kind}.day`, '', caps[kind]);
  putCredits(stage, calendar, at);
  for (const campaign of stage.campaigns) putCampaignCaps(stage, campaign);
  return {
    calendar,
    openedAt,
    caps,
    targets,
    progress: progressOf(stage, calendar, targets, at),
    ceilings: ceilingTerms({ caps, dayCaps, weekLeft, campaigns: stage.campaigns }),
    invites: invitesOf(stage, calendar),
    evenShares: evenShares(stage),
    sent: new Map(),
    decided,
  };
}

function decide(stage: Stage, now: Date) {
  const { account, ramps } = stage;
  return decideRamps({
    now,
    weeks: account.weeks,
    connectedAt: account.connectedAt,
    restricted: false,
    missing7d: 0,
    ofInvites: true,
    invites: { ...ramps.invites, evidence: evidenceOf(stage, ramps.invites.steppedBackAt, now) },
    others: { ...ramps.others, evidence: evidenceOf(stage, ramps.others.steppedBackAt, now) },
  });
}

function evidenceOf(stage: Stage, steppedBackAt: Date | null, now: Date): RampEvidence {
  const nowMs = now.getTime();
  const sinceMs = (steppedBackAt ?? stage.account.connectedAt).getTime();
  const fromMs = Math.max(sinceMs, nowMs - RAMP_POLICY.inviteAgeDaysMax * DAY_MS);
  const toMs = nowMs - RAMP_POLICY.inviteAgeDaysMin * DAY_MS;
  let sent = 0;
  let accepted = 0;
  // Newest last: what is older than two weeks is not gone through again and again.
  for (let index = stage.invitations.length - 1; index >= 0; index -= 1) {
    const one = stage.invitations[index];
    if (one === undefined || one.atMs <= fromMs) break;
    if (one.atMs > toMs) continue;
    sent += 1;
    if (one.acceptedAtMs !== null && one.acceptedAtMs <= nowMs) accepted += 1;
  }
  const signals7d = stage.account.signals.filter(
    (signal) => signal.getTime() > sinceMs && signal.getTime() > nowMs - 7 * DAY_MS,
  ).length;
  return {
    invites: { sent, accepted },
    signals7d,
    unknown24h: 0,
    usedDays: stage.usedDays,
    lastSendAt: stage.lastSendAt,
  };
}

/** The balance as it is read each day: what was read last, less what was spent, and a plan's refill each month. */
function putCredits(stage: Stage, calendar: CalendarDay, at: Date): void {
  const key = 'inmail_credit.month';
  const plan = stage.limits(key, stage.account.tier).default;
  if (stage.creditMonthMs !== null && stage.creditMonthMs !== calendar.monthStartMs && stage.creditsLeft !== null)
    stage.creditsLeft += plan;
  stage.creditMonthMs = calendar.monthStartMs;
  const used = usedOf(stage.ledger, key, '', at.getTime());
  putCap(stage.ledger, key, '', stage.creditsLeft === null ? used : Math.min(plan, used + stage.creditsLeft));
}

function progressOf(
  stage: Stage,
  calendar: CalendarDay,
  targets: Record<RampKind, number>,
  now: Date,
): Map<RampKind, KindProgress> {
  const progress = new Map<RampKind, KindProgress>(
    RAMP_KINDS.map((kind) => [kind, { target: targets[kind], done: 0, lastAt: null, notBefore: null }]),
  );
  for (const send of stage.account.sends) {
    const kind = rampKindOf(send.action);
    const entry = kind === null ? undefined : progress.get(kind);
    if (entry === undefined || send.at.getTime() < calendar.startMs) continue;
    entry.done += 1;
    if (entry.lastAt === null || send.at > entry.lastAt) entry.lastAt = send.at;
  }
  for (const action of ACTIONS) {
    const kind = rampKindOf(action);
    const entry = kind === null ? undefined : progress.get(kind);
    const stop = stage.account.stops.find((one) => one.action === action && one.until > now);
    if (entry === undefined || stop === undefined) continue;
    if (entry.notBefore === null || stop.until > entry.notBefore) entry.notBefore = stop.until;
  }
  return progress;
}

/** Sends of before the forecast; those that it plays are counted as they are made. */
function invitesOf(stage: Stage, calendar: CalendarDay): Map<string, number> {
  const invites = new Map<string, number>();
  for (const send of stage.account.sends) {
    if (send.action !== 'invite' || send.campaignId === null || send.at.getTime() < calendar.startMs) continue;
    invites.set(send.campaignId, (invites.get(send.campaignId) ?? 0) + 1);
  }
  return invites;
}

function evenShares(stage: Stage): Map<string, number> {
  const { schedule, tier } = stage.account;
  const workingDays = [...new Set((schedule?.workingHours ?? []).map((hours) => hours.day))];
  const weekly = stage.limits('invite.week', tier).default;
  return new Map(
    stage.campaigns
      .filter((campaign) => campaign.smoothWeek)
      .map((campaign) => [campaign.id, smoothDailyTarget({ cap: campaign.caps.invite, weekly, workingDays })]),
  );
}

function ceilingTerms(input: {
  caps: Record<RampKind, number>;
  dayCaps: Record<RampKind, number>;
  weekLeft: number;
  campaigns: Stage['campaigns'];
}): StageDay['ceilings'] {
  const { caps, dayCaps, weekLeft } = input;
  const campaigns = input.campaigns.map((campaign) => campaign.caps);
  const together = dayCeilings({ weekLeft: Number.POSITIVE_INFINITY, campaigns });
  const terms: StageDay['ceilings'] = new Map();
  for (const kind of RAMP_KINDS) {
    const own: { code: BudgetKey; cap: number }[] = [
      { code: `${kind}.day`, cap: dayCaps[kind] },
      { code: `ramp.${kind}.day`, cap: caps[kind] },
    ];
    if (kind === 'invite') own.push({ code: 'invite.week', cap: Math.max(0, weekLeft) });
    if (kind === 'invite' || kind === 'message' || kind === 'inmail')
      own.push({ code: `campaign.${kind}.day`, cap: together[kind] });
    terms.set(kind, own);
  }
  return terms;
}
