/** The next moment after `after` at which a cron expression of five fields falls due; `TZ=Zone ` may stand before it. */
export function nextCron(expression: string, after: Date): Date {
  const match = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(expression.trim());
  const zone = match?.[1] ?? 'UTC';
  const fields = (match?.[2] ?? '').split(/\s+/);
  const [minute, hour, day, month, weekday] = RANGES.map(([from, to], index) =>
    fieldOf(fields[index], from, to, expression),
  );
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) throw wrong(expression);
  // As in cron itself: when both days are restricted, one of them is enough.
  const eitherDay = fields[2] !== '*' && fields[4] !== '*';
  const local = clockOf(zone);
  let at = Math.floor(after.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (const end = at + LOOK_AHEAD_MS; at < end; ) {
    const now = local(at);
    const dayFits = eitherDay
      ? day.has(now.day) || weekday.has(now.weekday)
      : day.has(now.day) && weekday.has(now.weekday);
    if (!month.has(now.month) || !dayFits || !hour.has(now.hour)) at += (60 - now.minute) * MINUTE_MS;
    else if (!minute.has(now.minute)) at += MINUTE_MS;
    else return new Date(at);
  }
  throw wrong(expression);
}

const MINUTE_MS = 60_000;
/** A leap day may be eight years away (1896–1904, 2096–2104); nothing else is more than one. */
const LOOK_AHEAD_MS = 8.1 * 365.25 * 24 * 60 * MINUTE_MS;
const RANGES: [number, number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

function fieldOf(text: string | undefined, from: number, to: number, expression: string): Set<number> {
  const out = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) throw wrong(expression);
    const step = Number(match[4] ?? 1);
    const first = match[1] === '*' ? from : Number(match[2]);
    const last =
      match[1] === '*' || (match[3] === undefined && match[4] !== undefined) ? to : Number(match[3] ?? match[2]);
    if (step < 1 || first < from || last > to || last < first) throw wrong(expression);
    // Sunday is 0 and 7.
    for (let value = first; value <= last; value += step) out.add(to === 7 ? value % 7 : value);
  }
  return out;
}

function clockOf(zone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  return (at: number) => {
    const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    return {
      minute: Number(parts.minute),
      hour: Number(parts.hour),
      day: Number(parts.day),
      month: Number(parts.month),
      weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
    };
  };
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function wrong(expression: string): Error {
  return new Error(`the local runner cannot read the cron expression: ${expression}`);
}
