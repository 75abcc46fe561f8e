import { dateWords } from '@/components/ui/time';
import type { CampaignForecast, ForecastDay } from '@/lib/contracts/forecast';
import { actionWords, budgetWords } from '@/lib/domain/limits/budget-words';

type Spread = CampaignForecast['finish'];

/** The forecast in two or three sentences. */
export function forecastSentence(forecast: CampaignForecast): string {
  const { firstOn, begun, sendsADay, horizonDays } = forecast;
  if (firstOn === null) return 'Nothing goes out as things stand.';
  const first = `First sends on ${dateWords(firstOn)}, then about ${Math.round(sendsADay.likely)} a day.`;
  if (begun.likely === null) return `${first} Not everyone is written to within ${horizonDays} days.`;
  return `${first} Everyone is written to by about ${dateWords(begun.likely)}.`;
}

/** A date with its spread: "Tue 14 Apr (Thu 9 Apr to Fri 24 Apr)". */
export function spreadWords({ early, likely, late }: Spread, horizonDays: number): string {
  const beyond = `not within ${horizonDays} days`;
  if (likely === null) return early === null ? beyond : `${beyond}, at the earliest ${dateWords(early)}`;
  if (early === likely && late === likely) return `${dateWords(likely)}`;
  return `${dateWords(likely)} (${dateWords(early)} to ${dateWords(late) ?? 'later'})`;
}

/** What keeps people waiting, as a noun. */
export function holdWords(budget: string): string {
  return HOLDS[budget] ?? budgetWords(budget);
}

/** Why people are not done at the end of the forecast. */
export function leftWords(reason: string): string {
  return LEFT[reason] ?? holdWords(reason);
}

const HOLDS: Record<string, string> = {
  smooth_week: 'Even share of the week',
  hours: 'Working hours end before the day’s target',
};

const LEFT: Record<string, string> = {
  account_state: 'the account is not connected',
  account_paused: 'the account is paused',
  control_stop: 'a stop is in force',
  no_time_zone: 'the account has no time zone',
  no_hours: 'the account has no working hours',
  wait_accepted: 'waiting for their acceptance',
  delay: 'waiting for a delay to end',
  insufficient_credits: 'no InMail credits left',
  no_notes_left: 'no notes left this month',
  no_open_inmails_left: 'no InMails to open profiles left this month',
  horizon: 'later than the forecast looks',
};

/** Days in a row on which one budget keeps one action of one account waiting. */
export interface HoldSpan {
  accountId: string;
  action: string;
  budget: string;
  from: string;
  to: string;
  /** Days on which it binds; those on which the account was closed or something else bound are not counted. */
  days: number;
}

/** The holds of all days, drawn together: one span for each account, action and budget while it goes on binding. */
export function holdSpans(days: readonly ForecastDay[]): HoldSpan[] {
  const spans: HoldSpan[] = [];
  const open = new Map<string, { span: HoldSpan; index: number }>();
  for (const [index, day] of days.entries()) {
    for (const { accountId, action, budget } of day.holds) {
      const key = `${accountId} ${action} ${budget}`;
      const known = open.get(key);
      if (known !== undefined && index - known.index <= GAP_DAYS) {
        known.span.to = day.date;
        known.span.days += 1;
        known.index = index;
        continue;
      }
      const span = { accountId, action, budget, from: day.date, to: day.date, days: 1 };
      spans.push(span);
      open.set(key, { span, index });
    }
  }
  return spans;
}

/** A budget that lets go for a few days is still the one that binds. */
const GAP_DAYS = 3;

/** The longest spans, in the order in which they begin, and how many are left out. */
export function longestSpans(spans: readonly HoldSpan[], most: number): { shown: HoldSpan[]; leftOut: number } {
  const shown = spans.toSorted((a, b) => b.days - a.days).slice(0, most);
  return { shown: shown.sort((a, b) => (a.from < b.from ? -1 : 1)), leftOut: spans.length - shown.length };
}

/** The budget that keeps people waiting on the most days, in words; the end of the hours only where nothing else does. */
export function bindingWords(forecast: CampaignForecast): string {
  const days = new Map<string, number>();
  const spans = holdSpans(forecast.days);
  const budgets = spans.filter(({ budget }) => budget !== 'hours');
  for (const { action, budget, days: n } of budgets.length > 0 ? budgets : spans)
    days.set(spanWords({ action, budget }), (days.get(spanWords({ action, budget })) ?? 0) + n);
  const [most] = [...days].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? forecast.left.map(({ reason }) => leftWords(reason))[0] ?? 'nothing';
}

/** A span in words for a table. */
export function spanDates({ from, to }: Pick<HoldSpan, 'from' | 'to'>): string {
  return from === to ? `${dateWords(from)}` : `${dateWords(from)} to ${dateWords(to)}`;
}

/** "Invite: Ramp, invites". */
export function spanWords({ action, budget }: Pick<HoldSpan, 'action' | 'budget'>): string {
  return `${actionWords(action)}: ${holdWords(budget)}`;
}

/** Days as rows of the chart; above six weeks each row is a week. */
export function chartRows(days: readonly ForecastDay[]): { label: string; values: Record<string, number> }[] {
  if (days.length <= DAYS_MAX)
    return days.map((day) => ({ label: dateWords(day.date) ?? '', values: valuesOf([day]) }));
  const weeks = new Map<string, ForecastDay[]>();
  for (const day of days) weeks.set(mondayOf(day.date), [...(weeks.get(mondayOf(day.date)) ?? []), day]);
  return [...weeks].map(([monday, ofWeek]) => ({ label: `Week of ${dateWords(monday)}`, values: valuesOf(ofWeek) }));
}

/** Whether a row of the chart is a week. */
export function isByWeek(days: readonly ForecastDay[]): boolean {
  return days.length > DAYS_MAX;
}

const DAYS_MAX = 42;

function valuesOf(days: readonly ForecastDay[]): Record<string, number> {
  const sum = (value: (day: ForecastDay) => number) => days.reduce((total, day) => total + value(day), 0);
  return {
    invite: sum((day) => day.invites),
    message: sum((day) => day.messages),
    inmail: sum((day) => day.inmails),
    view: sum((day) => day.visits + day.lookUps),
  };
}

function mondayOf(date: string): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}
