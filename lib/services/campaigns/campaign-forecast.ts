import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { sendersOf, stateCountsOf } from '../../../db/queries/campaigns';
import { peoplePerSender, peopleToLookUp } from '../../../db/queries/enrolments-api';
import { accountCap } from '../../domain/limits/account-cap';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import { RAMP_START } from '../../domain/limits/catalogue';
import type { Limits } from '../../domain/limits/limit-policy';
import { smoothDailyTarget } from '../../domain/limits/smooth-week';
import { localDay } from '../../domain/limits/windows';
import { openIntervals } from '../../domain/pacing/working-hours';
import { rampCap } from '../../domain/ramp/ramp-cap';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { campaignFor } from './campaign-access';
import { capFieldsOf } from './cap-fields';

/** How far a forecast looks, in days. */
const HORIZON_DAYS = 120;
const LOOK_UP_FRESH_MS = 30 * 86_400_000;

/**
 * How many people are invited a day from now on if every ramp advances, and when the last one is: an estimate from caps,
 * ramp, weekly limit and working hours. Other campaigns of the same accounts are not taken off.
 */
export async function campaignForecast(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignFor(tx, input.id);
    const limits = await limitsSet(tx);
    const cap = effectiveCampaignCaps(capFieldsOf(row), limits).invite;
    const senders = await sendersOf(tx, row.id);
    const left = await peopleLeft(tx, row.id, senders);
    const perDay = new Map<string, number>();
    const common = { cap, smooth: row.smoothWeek, now: ctx.now, limits, perDay };
    for (const sender of senders) spread({ ...common, sender, people: left.get(sender.id) ?? 0 });
    const days = [...perDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, invites]) => ({ date, invites }));
    const total = [...left.values()].reduce((sum, count) => sum + count, 0);
    const planned = days.reduce((sum, day) => sum + day.invites, 0);
    return {
      asOf: ctx.now.toISOString(),
      people: total,
      lookUps: await peopleToLookUp(tx, {
        campaignId: row.id,
        freshSince: new Date(ctx.now.getTime() - LOOK_UP_FRESH_MS),
      }),
      firstOn: days[0]?.date ?? null,
      finishesOn: planned < total ? null : (days.at(-1)?.date ?? null),
      days,
    };
  });
}

/** Queued people per sender, in proportion to how the campaign's people are spread. */
async function peopleLeft(tx: Tx, campaignId: string, senders: AccountRow[]): Promise<Map<string, number>> {
  const queued = (await stateCountsOf(tx, [campaignId]))
    .filter((count) => count.state === 'queued' || count.state === 'active')
    .reduce((sum, count) => sum + count.n, 0);
  const load = await peoplePerSender(tx, campaignId);
  const all = senders.reduce((sum, sender) => sum + (load.get(sender.id) ?? 0), 0);
  const out = new Map(
    senders.map((sender) => [sender.id, all === 0 ? 0 : Math.floor((queued * (load.get(sender.id) ?? 0)) / all)]),
  );
  // What rounding left over goes to the first sender, so that the sum stays exact.
  const rest = queued - [...out.values()].reduce((sum, count) => sum + count, 0);
  const [first] = senders;
  if (first !== undefined) out.set(first.id, (out.get(first.id) ?? 0) + rest);
  return out;
}

interface Spread {
  sender: AccountRow;
  people: number;
  cap: number;
  smooth: boolean;
  now: Date;
  limits: Limits;
  perDay: Map<string, number>;
}

function spread({ sender, people, cap, smooth, now, limits, perDay }: Spread): void {
  if (sender.timeZone === null || cap <= 0) return;
  const schedule = { timeZone: sender.timeZone, workingHours: sender.workingHours, daysOff: sender.daysOff };
  const target = accountCap('invite.day', sender, limits);
  const weekly = limits('invite.week', sender.tier).default;
  const workingDays = sender.workingHours.map((hours) => hours.day);
  const start = Temporal.PlainDate.from(localDay(now, sender.timeZone));
  const lastWeek: number[] = [];
  let left = people;
  for (let index = 0; index < HORIZON_DAYS && left > 0; index += 1) {
    const date = start.add({ days: index }).toString();
    const week = Math.min(sender.rampWeeks, Math.max(1, sender.rampWeek) + Math.floor(index / 7));
    const ramp = rampCap({ week, weeks: sender.rampWeeks, start: RAMP_START.invite, target });
    const inWeek = lastWeek.slice(-6).reduce((sum, count) => sum + count, 0);
    const daily = smooth
      ? smoothDailyTarget({ cap: Math.min(cap, ramp, target), weekly, workingDays })
      : Math.min(cap, ramp, target);
    const count =
      openIntervals(date, schedule).length === 0 ? 0 : Math.min(left, Math.max(0, Math.min(daily, weekly - inWeek)));
    lastWeek.push(count);
    left -= count;
    if (count > 0) perDay.set(date, (perDay.get(date) ?? 0) + count);
  }
}
