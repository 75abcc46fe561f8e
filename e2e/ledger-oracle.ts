import type { LedgerLine } from './world';

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;

/** The calendar day of a moment in the accounts' zone, YYYY-MM-DD. */
export function localDay(at: string): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone: ZONE });
}

/** Lines that an account made, Monday to Friday 09:00 to 17:30 in Berlin being the only hours any of them has. */
export function outsideHours(lines: LedgerLine[]): string[] {
  return byAccounts(lines)
    .filter((line) => !inWorkingHours(line.at))
    .map((line) => `${line.action} at ${line.at}`);
}

/** Whether a moment lies in the accounts' hours, in whole minutes. */
function inWorkingHours(at: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((entry) => entry.type === type)?.value ?? '';
  const minutes = Number(part('hour')) * 60 + Number(part('minute'));
  return !['Sat', 'Sun'].includes(part('weekday')) && minutes >= 9 * 60 && minutes < 17 * 60 + 30;
}

/** People who were invited twice, and people who got two messages within two days (the shortest wait of the campaigns). */
export function doubledWrites(lines: LedgerLine[]): string[] {
  const last = new Map<string, number>();
  const twice: string[] = [];
  for (const line of accepted(lines)) {
    if (line.action !== 'invite' && line.action !== 'message') continue;
    const key = `${line.action} ${line.personId}`;
    const before = last.get(key);
    const at = Date.parse(line.at);
    if (before !== undefined && (line.action === 'invite' || at - before < 48 * HOUR_MS))
      twice.push(`${key} ${line.at}`);
    last.set(key, at);
  }
  return twice;
}

interface Counted {
  budget: string;
  /** As the usage of an account names it. */
  window: string;
  /** Null is the calendar day. */
  widthMs: number | null;
  actions: string[];
  /** A cap that is another one each day is held against today's lines alone. */
  todayOnly?: boolean;
}

const VIEWS = ['visit', 'lookup'];
const COUNTED: Counted[] = [
  ...dayAndRolling('invite.day', ['invite']),
  ...dayAndRolling('message.day', ['message']),
  ...dayAndRolling('profile_view.day', VIEWS),
  ...dayAndRolling('engagement.day', ['message', ...VIEWS]),
  ...dayAndRolling('inmail.day', ['inmail']),
  { budget: 'invite.week', window: 'week', widthMs: 7 * 24 * HOUR_MS, actions: ['invite'] },
  { budget: 'message.hour', window: 'hour', widthMs: HOUR_MS, actions: ['message'] },
  { budget: 'ramp.invite.day', window: 'day', widthMs: null, actions: ['invite'], todayOnly: true },
  { budget: 'ramp.message.day', window: 'day', widthMs: null, actions: ['message'], todayOnly: true },
  { budget: 'ramp.profile_view.day', window: 'day', widthMs: null, actions: VIEWS, todayOnly: true },
];

function dayAndRolling(budget: string, actions: string[]): Counted[] {
  return [
    { budget, window: 'day', widthMs: null, actions },
    { budget, window: '24h', widthMs: 24 * HOUR_MS, actions },
  ];
}

/**
 * Every budget of which the ledger holds more than its cap in any window at all. `caps` are by account and
 * "budget window"; a cap that is missing is itself reported, so that the check cannot pass for want of numbers.
 */
export function overshoots(lines: LedgerLine[], caps: Record<string, Record<string, number>>, today: string): string[] {
  return Object.entries(caps).flatMap(([accountId, own]) =>
    COUNTED.flatMap((counted) => {
      const name = `${counted.budget} ${counted.window}`;
      const cap = own[name];
      if (cap === undefined) return [`${accountId} has no cap of ${name}`];
      const moments = accepted(lines)
        .filter((line) => line.accountId === accountId && counted.actions.includes(line.action))
        .filter((line) => counted.todayOnly !== true || localDay(line.at) === today)
        .map((line) => line.at);
      const most = counted.widthMs === null ? mostInADay(moments) : mostInAWindow(moments, counted.widthMs);
      return most > cap ? [`${accountId}: ${most} of ${cap} in ${name}`] : [];
    }),
  );
}

function mostInADay(moments: string[]): number {
  const days = new Map<string, number>();
  for (const at of moments) days.set(localDay(at), (days.get(localDay(at)) ?? 0) + 1);
  return Math.max(0, ...days.values());
}

function mostInAWindow(moments: string[], widthMs: number): number {
  const times = moments.map((at) => Date.parse(at)).sort((a, b) => a - b);
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + widthMs).length));
}

/** What an account did on a day, by the budget whose figure the account's page shows. */
export function dayCounts(lines: LedgerLine[], accountId: string, day: string): Record<string, number> {
  const own = accepted(lines).filter((line) => line.accountId === accountId && localDay(line.at) === day);
  const count = (actions: string[]) => own.filter((line) => actions.includes(line.action)).length;
  return {
    'invite.day': count(['invite']),
    'message.day': count(['message']),
    'profile_view.day': count(VIEWS),
    'engagement.day': count(['message', ...VIEWS]),
    'inmail.day': count(['inmail']),
  };
}

/** Acceptances and refusals are acts of people, which the ledger holds too. */
function byAccounts(lines: LedgerLine[]): LedgerLine[] {
  return lines.filter((line) => line.action !== 'accept' && line.action !== 'refuse');
}

function accepted(lines: LedgerLine[]): LedgerLine[] {
  return byAccounts(lines).filter((line) => line.outcome === 'accepted');
}
