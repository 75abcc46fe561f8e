import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import { MIN_GAP_MS } from '../../domain/limits/catalogue';
import type { Action, RampKind } from '../../domain/limits/constants';
import { ACTIONS, RAMP_KINDS, rampKindOf } from '../../domain/limits/constants';
import type { Limits } from '../../domain/limits/limit-policy';
import { smoothDailyTarget } from '../../domain/limits/smooth-week';
import type { KindProgress, SlotsInput } from '../../domain/pacing/action-slots';
import { actionSlots } from '../../domain/pacing/action-slots';
import { burstNotBefore } from '../../domain/pacing/burst-guard';
import { ratePace } from '../../domain/pacing/rate-pace';
import { isSoundDay } from '../../domain/ramp/sound-day';
import { capFieldsOf } from '../campaigns/cap-fields';
import type { ServiceContext } from '../context';
import { intervalsOfDay } from '../days/intervals-of-day';
import { limitsToday } from '../limits/limits-today';
import { fullActions } from './full-actions';
import { readingsOf } from './rate-readings';
import type { StoreUnit } from './store';

export interface Situation {
  day: RampDayRow;
  /** The moment after which nothing may be started today. */
  endsAt: Date;
  slots: SlotsInput;
  /** `action:campaign` pairs without room: the campaign's cap is full, or it has reached the even share of the week. */
  parkedCampaigns: Set<string>;
}

/** What the account's day looks like now, counted from the ledger; null without a day whose numbers make sense, or when it is over. */
export async function situationOf(
  unit: StoreUnit,
  ctx: ServiceContext,
  account: AccountRow,
): Promise<Situation | null> {
  const day = await unit.rampDayAt(account.id, ctx.now);
  if (day === null || !isSoundDay(day)) return null;
  const intervals = intervalsOfDay(day, account, ctx.clockSpeed);
  const endsAt = intervals.at(-1)?.to;
  if (endsAt === undefined || endsAt <= ctx.now) return null;
  const work = new Map<Action, Date>();
  for (const { action: name, dueAt } of await unit.dueActions({ accountId: account.id })) {
    const action = ACTIONS.find((known) => known === name);
    if (action) work.set(action, dueAt);
  }
  const paces = await unit.pacesOf(account.id);
  const limits = await limitsToday(unit, ctx, account);
  const slots: SlotsInput = {
    seed: `${account.id}:${day.localDate}`,
    now: ctx.now,
    intervals,
    openedAt: day.madeAt,
    progress: await progressOf(unit, ctx, { account, day, paces, limits }),
    pace: ratePace(readingsOf(paces), ctx.now),
    gapMsMin: MIN_GAP_MS,
    work,
  };
  const { ready } = actionSlots(slots);
  const full = await fullActions(unit, ctx, { accountId: account.id, actions: ready, endsAt });
  return {
    day,
    endsAt,
    parkedCampaigns: new Set([...(await smoothedCampaigns(unit, { account, day, limits })), ...full.campaigns]),
    slots: { ...slots, fullUntil: full.until },
  };
}

type Paces = Awaited<ReturnType<StoreUnit['pacesOf']>>;

async function progressOf(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { account: AccountRow; day: RampDayRow; paces: Paces; limits: Limits },
): Promise<Map<RampKind, KindProgress>> {
  const { account, day, paces, limits } = input;
  const rows = await unit.dayProgress({ accountId: account.id, from: day.startsAt, to: day.endsAt });
  const progress = new Map<RampKind, KindProgress>(
    RAMP_KINDS.map((kind) => [kind, { target: day.targets[kind], done: 0, lastAt: null, notBefore: null }]),
  );
  for (const action of ACTIONS) {
    const kind = rampKindOf(action);
    const entry = kind === null ? undefined : progress.get(kind);
    if (entry === undefined) continue;
    const row = rows.find((candidate) => candidate.action === action);
    entry.done += row?.n ?? 0;
    entry.lastAt = latest(entry.lastAt, row?.last ? new Date(row.last) : null);
    entry.notBefore = latest(entry.notBefore, stopOf(paces, action, ctx.now));
  }
  const message = progress.get('message');
  if (message) message.notBefore = latest(message.notBefore, await burstEnd(unit, ctx, account, limits));
  return progress;
}

/** A stop of an action that is still in force. */
function stopOf(paces: { action: Action; stoppedUntil: Date | null }[], action: Action, now: Date): Date | null {
  const until = paces.find((pace) => pace.action === action)?.stoppedUntil ?? null;
  return until !== null && until > now ? until : null;
}

/** At most a quarter of the hourly budget in any ten minutes (limits.md §4). */
async function burstEnd(
  unit: StoreUnit,
  ctx: ServiceContext,
  account: AccountRow,
  limits: Limits,
): Promise<Date | null> {
  const since = new Date(ctx.now.getTime() - 3_600_000);
  const sends = await unit.sendTimesSince({ accountId: account.id, action: 'message', since });
  return burstNotBefore({ sends, hourlyCap: limits('message.hour', account.tier).default, now: ctx.now });
}

async function smoothedCampaigns(
  unit: StoreUnit,
  { account, day, limits }: { account: AccountRow; day: RampDayRow; limits: Limits },
): Promise<Set<string>> {
  const out = new Set<string>();
  const invites = await unit.invitesByCampaign({ accountId: account.id, since: day.startsAt });
  const weekly = limits('invite.week', account.tier).default;
  const workingDays = [...new Set(account.workingHours.map((hours) => hours.day))];
  for (const campaign of await unit.campaignsOfAccount(account.id)) {
    if (!campaign.smoothWeek) continue;
    const cap = effectiveCampaignCaps(capFieldsOf(campaign), limits).invite;
    if ((invites.get(campaign.id) ?? 0) >= smoothDailyTarget({ cap, weekly, workingDays }))
      out.add(`invite:${campaign.id}`);
  }
  return out;
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
