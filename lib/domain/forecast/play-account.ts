import type { Action } from '../limits/constants';
import type { OpenInterval } from '../pacing/working-hours';
import type { CalendarDay } from './calendar';
import type { Held } from './day-holds';
import { dayHolds } from './day-holds';
import { openStageDay } from './open-stage-day';
import { nextHappening } from './player';
import { letHappen } from './settle-send';
import type { Stage, StageDay } from './stage';
import { takeTurn } from './take-turn';

/** A day on which the account was open. */
export interface PlayedDay {
  date: string;
  closedAtMs: number;
  /** Sends by campaign and action. */
  sent: Map<string, Map<Action, number>>;
  /** What kept the due people of the campaign that is asked about from being sent to, by action. */
  holds: Held[];
  /** The caps of the ramp for that day. */
  caps: StageDay['caps'];
  week: number;
}

/** What one account's part of a draw came to. */
export interface AccountRun {
  accountId: string;
  days: PlayedDay[];
  /** Of the campaign that is asked about, in ms: its first send, its last first send to a person, its last send, its end. */
  firstAtMs: number | null;
  begunAtMs: number | null;
  lastAtMs: number | null;
  /** When its last person ended; null when somebody has not by the horizon. */
  endedAtMs: number | null;
  /** Who has not ended, by what they wait for, and how many of them nothing was sent to yet. */
  left: Map<string, number>;
  notBegun: number;
}

/** The day is opened this long before its first hour (see `accountsToOpen`). */
const AHEAD_MS = 60 * 60_000;
/** More turns than any day has; a guard against a day that does not end. */
const TURNS_MAX = 20_000;

/**
 * Plays an account day by day until everybody of the campaign asked about has ended, or `untilMs`, or the horizon. It
 * yields after each day, so that the caller may let others work.
 */
export function* playAccount(
  stage: Stage,
  input: { now: Date; horizonDays: number; untilMs: number | null },
): Generator<void, AccountRun> {
  const run: AccountRun = {
    accountId: stage.account.id,
    days: [],
    firstAtMs: null,
    begunAtMs: null,
    lastAtMs: null,
    endedAtMs: null,
    left: new Map(),
    notBegun: 0,
  };
  const idle = stage.account.schedule === null ? 'no_time_zone' : stage.account.idle;
  if (isOver(stage)) run.endedAtMs = input.now.getTime();
  for (let index = 0; idle === null && index < input.horizonDays; index += 1) {
    const calendar = stage.calendar(index);
    const untilMs = input.untilMs ?? Number.POSITIVE_INFINITY;
    if (input.untilMs === null ? run.endedAtMs !== null : calendar.startMs >= untilMs) break;
    const day = playDay(stage, run, { calendar, now: input.now });
    if (day !== null) {
      keepDay(stage, day);
      yield;
    }
    if (run.endedAtMs === null && isOver(stage)) run.endedAtMs = Math.max(run.lastAtMs ?? 0, calendar.startMs);
  }
  if (run.endedAtMs === null) countLeft(stage, run, idle ?? (run.days.length === 0 ? 'no_hours' : null));
  return run;
}

/**
 * Whether nobody of the campaign is left. A few may come back: who accepts weeks after the wait for it has run out is
 * written to after all, but no campaign's end is told by its very last stragglers.
 */
function isOver(stage: Stage): boolean {
  return (stage.crowd.open.get(stage.campaignId) ?? 0) === 0;
}

function playDay(stage: Stage, run: AccountRun, input: { calendar: CalendarDay; now: Date }): StageDay | null {
  const { calendar, now } = input;
  const [first] = calendar.intervals;
  const last = calendar.intervals.at(-1);
  if (first === undefined || last === undefined || last.to <= now) {
    happenUntil(stage, Math.max(calendar.endMs, now.getTime()));
    return null;
  }
  const openAtMs = Math.max(first.from.getTime() - AHEAD_MS, now.getTime());
  happenUntil(stage, openAtMs);
  const day = openStageDay(stage, calendar, new Date(openAtMs));
  let atMs = Math.max(first.from.getTime(), openAtMs);
  for (let turns = 0; turns < TURNS_MAX && atMs < last.to.getTime(); turns += 1) {
    happenUntil(stage, atMs);
    const before = stage.lastSendAt;
    const nextMs = isOpenAt(calendar.intervals, atMs)
      ? takeTurn(stage, day, new Date(atMs))
      : openingAfter(calendar, atMs);
    if (stage.lastSendAt !== before) markSend(stage, run, atMs);
    atMs = Math.max(nextMs, atMs + 1_000);
  }
  run.days.push({
    date: calendar.date,
    closedAtMs: last.to.getTime(),
    sent: day.sent,
    holds: dayHolds(stage, day, last.to),
    caps: day.caps,
    week: stage.ramps.invites.week,
  });
  happenUntil(stage, calendar.endMs);
  return day;
}

function happenUntil(stage: Stage, untilMs: number): void {
  for (let next = nextHappening(stage.crowd, untilMs); next !== null; next = nextHappening(stage.crowd, untilMs))
    letHappen(stage, next);
}

function isOpenAt(intervals: readonly OpenInterval[], atMs: number): boolean {
  return intervals.some(({ from, to }) => from.getTime() <= atMs && atMs < to.getTime());
}

function openingAfter(calendar: CalendarDay, atMs: number): number {
  const next = calendar.intervals.find(({ from }) => from.getTime() > atMs);
  return next?.from.getTime() ?? Number.POSITIVE_INFINITY;
}

/** At most one send is made in a turn. */
function markSend(stage: Stage, run: AccountRun, atMs: number): void {
  const sent = stage.lastSent;
  if (sent === null || sent.campaignId !== stage.campaignId) return;
  run.firstAtMs ??= atMs;
  run.lastAtMs = atMs;
  if (sent.begins) run.begunAtMs = atMs;
}

/** What the ramp looks back at tomorrow: today's cap and invites. */
function keepDay(stage: Stage, day: StageDay): void {
  const invites = [...day.sent.values()].reduce((sum, actions) => sum + (actions.get('invite') ?? 0), 0);
  stage.usedDays = [{ cap: day.caps.invite, sent: invites + earlierOn(stage, day) }, ...stage.usedDays].slice(0, 5);
}

/** Invites that were sent on the day before the forecast began. */
function earlierOn(stage: Stage, day: StageDay): number {
  return stage.account.sends.filter(
    (send) =>
      send.action === 'invite' && send.at.getTime() >= day.calendar.startMs && send.at.getTime() < day.calendar.endMs,
  ).length;
}

function countLeft(stage: Stage, run: AccountRun, idle: string | null): void {
  const holds = new Map((run.days.at(-1)?.holds ?? []).map((hold) => [hold.action, hold.code]));
  for (const player of stage.crowd.players) {
    if (player.campaign.id !== stage.campaignId || player.state === 'ended') continue;
    const why = idle ?? reasonOf(player.state === 'due' ? player.action : null, player.reason, holds);
    run.left.set(why, (run.left.get(why) ?? 0) + 1);
    if (!player.begun) run.notBegun += 1;
  }
}

function reasonOf(action: Action | null, reason: string | null, holds: Map<Action, string>): string {
  if (action !== null) return holds.get(action) ?? 'horizon';
  return reason ?? 'horizon';
}
