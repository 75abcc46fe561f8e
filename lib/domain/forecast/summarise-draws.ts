import type { Action } from '../limits/constants';
import type { HoldCode } from './day-holds';
import type { AccountRun } from './play-account';
import type { Draw } from './play-draws';

/** One figure over all draws: a tenth of them came out below `early`, half below `likely`, a tenth above `late`. */
export interface Spread<T> {
  early: T;
  likely: T;
  late: T;
}

export interface ForecastDay {
  date: string;
  /** The usual number of sends of the campaign by action. */
  sends: Partial<Record<Action, number>>;
  total: Spread<number>;
  /** What keeps due people waiting, where it does in at least half of the draws in which the account was open. */
  holds: { accountId: string; action: Action; code: HoldCode; share: number }[];
}

/** What the draws of a campaign come to. Moments are null where they lie behind the horizon. */
export interface DrawSummary {
  firstAt: Spread<Date | null>;
  begunAt: Spread<Date | null>;
  lastAt: Spread<Date | null>;
  doneAt: Spread<Date | null>;
  /** Sends on a day on which there were any, from the first to the last. */
  sendsADay: Spread<number>;
  days: ForecastDay[];
  /** How many draws ended with everybody done. */
  finished: number;
  /** People who are not done by the horizon, by what they wait for, in the usual draw. */
  left: { code: string; people: number }[];
}

/** The figures of some draws; a campaign with nobody left to send to has none. */
export function summariseDraws(draws: readonly Draw[]): DrawSummary {
  const over = draws.map((draw) => draw.runs.every((run) => run.endedAtMs !== null));
  const all = (value: (draw: Draw, index: number) => number | null) =>
    momentsOf(draws.map((draw, index) => value(draw, index) ?? Number.POSITIVE_INFINITY));
  return {
    firstAt: all((draw) => least(draw.runs.map((run) => run.firstAtMs))),
    begunAt: all((draw) => (draw.runs.some((run) => run.notBegun > 0) ? null : most(draw, 'begunAtMs'))),
    lastAt: all((draw, index) => (over[index] ? most(draw, 'lastAtMs') : null)),
    doneAt: all((draw, index) => (over[index] ? most(draw, 'endedAtMs') : null)),
    sendsADay: spreadOf(draws.map(sendsADay)),
    days: daysOf(draws),
    finished: over.filter(Boolean).length,
    left: leftOf(draws),
  };
}

/** The place of a share among sorted values; the middle one for a half. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

function spreadOf(values: readonly number[]): Spread<number> {
  return { early: quantile(values, 0.1), likely: quantile(values, 0.5), late: quantile(values, 0.9) };
}

function momentsOf(values: readonly number[]): Spread<Date | null> {
  const { early, likely, late } = spreadOf(values);
  const moment = (ms: number) => (Number.isFinite(ms) ? new Date(ms) : null);
  return { early: moment(early), likely: moment(likely), late: moment(late) };
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function most(draw: Draw, moment: 'begunAtMs' | 'lastAtMs' | 'endedAtMs'): number | null {
  const known = draw.runs.map((run) => run[moment]).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Sends of the campaign that a person gets something of: a look-up is none. */
function sendsOf(run: AccountRun, campaignId: string, date: string): number {
  const sent = run.days.find((day) => day.date === date)?.sent.get(campaignId);
  return sent === undefined ? 0 : total(sent);
}

function total(sent: ReadonlyMap<Action, number>): number {
  let sum = 0;
  for (const [action, n] of sent) if (action !== 'resolve') sum += n;
  return sum;
}

function sendsADay(draw: Draw): number {
  const dates = new Set<string>();
  let sum = 0;
  for (const run of draw.runs) {
    for (const day of run.days) {
      const sent = sendsOf(run, draw.campaignId, day.date);
      sum += sent;
      if (sent > 0) dates.add(day.date);
    }
  }
  return dates.size === 0 ? 0 : sum / dates.size;
}

interface DayCounts {
  sends: Map<Action, number[]>;
  totals: number[];
  open: Map<string, number>;
  holds: Map<string, { accountId: string; action: Action; code: HoldCode; n: number }>;
}

function daysOf(draws: readonly Draw[]): ForecastDay[] {
  const byDate = new Map<string, DayCounts>();
  for (const [index, draw] of draws.entries())
    for (const run of draw.runs)
      for (const day of run.days) countDay(byDate, { draws: draws.length, index, draw, run, day });
  return [...byDate]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, counts]) => ({
      date,
      sends: Object.fromEntries([...counts.sends].map(([action, values]) => [action, quantile(values, 0.5)])),
      total: spreadOf(counts.totals),
      holds: [...counts.holds.values()]
        .map(({ n, ...hold }) => ({ ...hold, share: n / (counts.open.get(hold.accountId) ?? 1) }))
        .filter((hold) => hold.share >= 0.5),
    }));
}

function countDay(
  byDate: Map<string, DayCounts>,
  input: { draws: number; index: number; draw: Draw; run: AccountRun; day: AccountRun['days'][number] },
): void {
  const { draws, index, draw, run, day } = input;
  const zeros = () => new Array<number>(draws).fill(0);
  const counts = byDate.get(day.date) ?? { sends: new Map(), totals: zeros(), open: new Map(), holds: new Map() };
  byDate.set(day.date, counts);
  counts.open.set(run.accountId, (counts.open.get(run.accountId) ?? 0) + 1);
  const sent = day.sent.get(draw.campaignId) ?? new Map<Action, number>();
  for (const [action, n] of sent) {
    const values = counts.sends.get(action) ?? zeros();
    values[index] = (values[index] ?? 0) + n;
    counts.sends.set(action, values);
  }
  counts.totals[index] = (counts.totals[index] ?? 0) + total(sent);
  for (const { action, code } of day.holds) {
    const key = `${run.accountId} ${action} ${code}`;
    const hold = counts.holds.get(key) ?? { accountId: run.accountId, action, code, n: 0 };
    counts.holds.set(key, { ...hold, n: hold.n + 1 });
  }
}

function leftOf(draws: readonly Draw[]): { code: string; people: number }[] {
  const codes = new Set(draws.flatMap((draw) => draw.runs.flatMap((run) => [...run.left.keys()])));
  return [...codes]
    .map((code) => ({
      code,
      people: quantile(
        draws.map((draw) => draw.runs.reduce((sum, run) => sum + (run.left.get(code) ?? 0), 0)),
        0.5,
      ),
    }))
    .filter(({ people }) => people > 0)
    .sort((a, b) => b.people - a.people);
}
