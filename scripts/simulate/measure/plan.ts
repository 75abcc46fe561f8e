import { limitFor } from '../../../lib/domain/limits/catalogue';
import { smoothDailyTarget } from '../../../lib/domain/limits/smooth-week';
import { RAMP_START, rampCap } from '../../../lib/domain/ramp/ramp-cap';
import type { Facts, MeasuredAccount } from './facts';
import { localTime } from './local-time';

const DAY_MS = 86_400_000;
const WORKING_DAYS = [1, 2, 3, 4, 5];

/** The local dates of a play on which an account works. */
export function workingDates(facts: Pick<Facts, 'start' | 'days'>, timeZone: string): string[] {
  const dates = new Set<string>();
  for (let hours = 0; hours < facts.days * 24; hours += 1) {
    const local = localTime(new Date(facts.start.getTime() + hours * 3_600_000), timeZone);
    // A day counts when its working hours begin within the play.
    if (WORKING_DAYS.includes(local.weekday) && local.minuteOfDay >= 540) dates.add(local.date);
  }
  return [...dates];
}

/** The ramp's cap for invites on a date, had it risen once in every seven days from the first working day on. */
export function bestRampCap(facts: Pick<Facts, 'start' | 'days'>, account: MeasuredAccount, date: string): number {
  const [first = date] = workingDates(facts, account.timeZone);
  const week = 1 + Math.floor((Date.parse(date) - Date.parse(first)) / (7 * DAY_MS));
  const target = limitFor('invite.day', account.tier).default;
  return rampCap({ week, weeks: account.rampWeeks, start: Math.min(RAMP_START.invite, target), target });
}

/** The most invites that the policy wants on a date: the best ramp under the smoothed week. */
export function wantedInvites(facts: Pick<Facts, 'start' | 'days'>, account: MeasuredAccount, date: string): number {
  const weekly = limitFor('invite.week', account.tier).default;
  const cap = limitFor('invite.day', account.tier).default;
  return Math.min(bestRampCap(facts, account, date), smoothDailyTarget({ cap, weekly, workingDays: WORKING_DAYS }));
}
