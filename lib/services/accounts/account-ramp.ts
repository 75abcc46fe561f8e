import { Temporal } from 'temporal-polyfill';
import type { AccountRow, RampDayRow } from '../../../db/queries/accounts-api';
import { rampDaysSince } from '../../../db/queries/accounts-api';
import { sentPerDay } from '../../../db/queries/usage';
import { accountCap } from '../../domain/limits/account-cap';
import { RAMP_START } from '../../domain/limits/catalogue';
import { RAMP_KINDS, type RampKind } from '../../domain/limits/constants';
import type { Limits } from '../../domain/limits/limit-policy';
import { dayBounds, localDay } from '../../domain/limits/windows';
import { openIntervals } from '../../domain/pacing/working-hours';
import { rampCap, rampFormula } from '../../domain/ramp/ramp-cap';
import { rampRules } from '../../domain/ramp/ramp-rules';
import { isSoundDay } from '../../domain/ramp/sound-day';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { accountFor } from './account-access';
import { readRamp } from './layer-facts';

/** How far the chart looks back and ahead, in days. */
const PAST_DAYS = 28;
const FUTURE_DAYS = 42;

/**
 * The ramp of an account: today's decision, what was planned and sent on the days before, and the course ahead if every
 * week advances (limits.md §2). Without a row for today its cap is unknown, and nothing is sent.
 */
export async function accountRamp(ctx: ServiceContext, input: { id: string; kind?: RampKind }) {
  authorise(ctx, 'read');
  const kind = input.kind ?? 'invite';
  return withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, input.id);
    const timeZone = account.timeZone ?? 'UTC';
    const today = localDay(ctx.now, timeZone);
    const first = Temporal.PlainDate.from(today).subtract({ days: PAST_DAYS }).toString();
    const rows = await rampDaysSince(tx, account.id, first);
    const { ramp: current, rampFault } = await readRamp(tx, ctx, account);
    const sent = await sentPerDay(tx, {
      accountId: account.id,
      key: `ramp.${kind}.day`,
      from: dayBounds(first, timeZone).start,
      timeZone,
    });
    const past = rows.map((row) => dayOf(row, kind, sent.get(row.localDate) ?? 0));
    return {
      week: current?.week ?? account.rampWeek,
      weeks: current?.weeks ?? account.rampWeeks,
      today:
        current === null
          ? { ...MISSING, reason: rampFault?.text ?? MISSING.reason }
          : {
              cap: current.caps[kind],
              decision: current.decision,
              reason: current.reason,
              inputs: current.inputs,
              formula: formulaOf(current, kind),
              rules: rampRules(current.inputs, current.madeAt),
              kinds: RAMP_KINDS.map((one) => ({ kind: one, cap: current.caps[one], formula: formulaOf(current, one) })),
              network: networkOf(current),
              otherReason: typeof current.inputs.otherReason === 'string' ? current.inputs.otherReason : null,
            },
      days:
        account.timeZone === null
          ? past
          : [...past, ...daysAhead(account, account.timeZone, { today, kind, limits: await limitsSet(tx) })],
    };
  });
}

const MISSING = {
  cap: null,
  decision: 'missing',
  reason: 'There is no ramp decision for today, so nothing is sent.',
  inputs: {},
  formula: null,
  rules: [],
  kinds: [],
  network: null,
  otherReason: null,
};

/** The ramp of another network than LinkedIn as the day kept it; null where it has none. */
function networkOf({ inputs }: RampDayRow): { key: string; cap: number; formula: string } | null {
  const { network } = inputs;
  if (typeof network !== 'object' || network === null) return null;
  const { key, cap, formula } = Object.fromEntries(Object.entries(network));
  return typeof key === 'string' && typeof cap === 'number' && typeof formula === 'string'
    ? { key, cap, formula }
    : null;
}

/** Null for a day that was decided before its targets were kept. */
function formulaOf(row: RampDayRow, kind: RampKind): string | null {
  const { rampTo, otherWeek } = row.inputs;
  const target =
    typeof rampTo === 'object' && rampTo !== null ? Object.entries(rampTo).find(([of]) => of === kind)?.[1] : null;
  if (typeof target !== 'number') return null;
  const week = kind !== 'invite' && typeof otherWeek === 'number' ? otherWeek : row.week;
  return rampFormula({ week, weeks: row.weeks, start: RAMP_START[kind], target });
}

function dayOf(row: RampDayRow, kind: RampKind, sent: number) {
  const isSound = isSoundDay(row);
  return {
    date: row.localDate,
    cap: isSound ? row.caps[kind] : null,
    planned: isSound ? row.targets[kind] : null,
    sent,
    decision: row.decision,
    reason: row.reason,
  };
}

function daysAhead(
  account: AccountRow,
  timeZone: string,
  { today, kind, limits }: { today: string; kind: RampKind; limits: Limits },
) {
  const schedule = { timeZone, workingHours: account.workingHours, daysOff: account.daysOff };
  const target = accountCap(`${kind}.day`, account, limits);
  const date = Temporal.PlainDate.from(today);
  return Array.from({ length: FUTURE_DAYS }, (_, index) => {
    const day = date.add({ days: index + 1 }).toString();
    const week = Math.min(account.rampWeeks, Math.max(1, account.rampWeek) + Math.floor((index + 1) / 7));
    const cap = rampCap({ week, weeks: account.rampWeeks, start: RAMP_START[kind], target });
    const open = openIntervals(day, schedule).length > 0;
    return {
      date: day,
      cap,
      planned: open ? cap : 0,
      sent: 0,
      decision: 'planned',
      reason: open ? `Week ${week} of ${account.rampWeeks}, if the ramp advances.` : 'No working hours on this day.',
    };
  });
}
