import { dayBounds, localDay } from '../../../lib/domain/limits/windows';
import { openIntervals } from '../../../lib/domain/pacing/working-hours';
import type { Rows } from './tables';
import type { Plan } from './world';
import { WORKSPACE } from './world';

/** The row without which nothing is sent on a local day. */
export function rampDayOf(plan: Plan, accountId: string, at: number): Rows['rampDays'] {
  const localDate = localDay(new Date(at), plan.zone.name);
  const { start, end } = dayBounds(localDate, plan.zone.name);
  const open = openIntervals(localDate, { timeZone: plan.zone.name, workingHours: hoursOf(plan), daysOff: [] });
  return {
    id: `${accountId}:${localDate}`,
    ...{
      workspaceId: WORKSPACE,
      accountId,
      localDate,
      week: 1,
      weeks: 6,
      decision: 'hold',
      reason: '',
      inputs: {},
      timeZone: plan.zone.name,
    },
    caps: { invite: 9, message: 9, inmail: 9, profile_view: 9, comment: 9, reaction: 9 },
    targets: { invite: 20, message: 20, inmail: 4, profile_view: 20, comment: 0, reaction: 0 },
    openHours: '',
    open: open.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })),
    startsAt: start,
    endsAt: end,
    madeAt: new Date(at),
  };
}

/** The plan's hours on every day, over midnight too. */
export function hoursOf(plan: Plan) {
  const clock = (at: number) => new Date(at + plan.zone.offsetMs).toISOString().slice(11, 16);
  const [from, to] = [clock(plan.startsAt), clock(plan.endsAt)];
  const spans =
    from < to
      ? [{ from, to }]
      : [
          { from: '00:00', to },
          { from, to: '24:00' },
        ];
  return [1, 2, 3, 4, 5, 6, 7].flatMap((day) => spans.map((span) => ({ day, ...span })));
}
