/** One day of the chart. `cap` null is a day without a decision: a gap, which is not a zero. */
export interface RampDay {
  /** Local day, YYYY-MM-DD. */
  date: string;
  cap: number | null;
  planned: number | null;
  sent: number;
  reserved?: number;
  decision: string;
  reason: string;
}

export interface RampPoint extends RampDay {
  label: string;
  /** The ceiling up to today, and from today on as planned; today is in both so that the line has no break. */
  ceiling: number | null;
  ahead: number | null;
  /** Null after today, where nothing can have been sent. */
  sentBar: number | null;
  reservedBar: number | null;
}

/** The points of the chart in order of days, with past and planned course apart. */
export function rampPoints(days: RampDay[], today: string): RampPoint[] {
  return days
    .toSorted((a, b) => a.date.localeCompare(b.date))
    .map((day) => ({
      ...day,
      label: dayLabel(day.date),
      ceiling: day.date <= today ? day.cap : null,
      ahead: day.date >= today ? day.cap : null,
      sentBar: day.date <= today ? day.sent : null,
      reservedBar: day.date <= today ? (day.reserved ?? 0) : null,
    }));
}

/** "Mon 23 Nov" of a calendar day, whatever the machine's zone. */
export function dayLabel(date: string): string {
  const parsed = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return date;
  return `${WEEKDAYS[parsed.getUTCDay()]} ${parsed.getUTCDate()} ${MONTHS[parsed.getUTCMonth()]}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What the keyboard reading says of a day. */
export function readPoint(point: RampPoint, today: string): string {
  const ceiling = point.cap === null ? 'ceiling not known' : `ceiling ${point.cap}`;
  if (point.date > today) return `${point.label}: planned ${ceiling}. ${point.reason}`;
  const reserved = point.reserved ? `, reserved ${point.reserved}` : '';
  return `${point.label}: ${ceiling}, sent ${point.sent}${reserved}. ${point.reason}`;
}

/** Where a key moves the reading to, or null for a key that is not the chart's. */
export function indexAfterKey(key: string, index: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    PageUp: index - 7,
    PageDown: index + 7,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}

/** One sentence on where the ramp stands. */
export function rampSummary(input: {
  week: number;
  weeks: number;
  points: RampPoint[];
  today: string;
  target: number;
  weeklyShare: number | null;
  noun: string;
}): string {
  const past = input.points.filter((point) => point.date <= input.today && point.cap !== null);
  const now = past.find((point) => point.date === input.today)?.cap ?? null;
  const first = past[0]?.cap ?? null;
  const held = past.filter((point) => point.decision === 'hold' || point.decision === 'held').length;
  const reached = input.points.find((point) => point.date > input.today && (point.cap ?? 0) >= input.target);
  const parts = [
    `Week ${input.week} of ${input.weeks}.`,
    now === null
      ? 'Today has no ceiling, so nothing is sent.'
      : `${now} ${input.noun} a day${first !== null && first < now ? `, up from ${first}` : ''}.`,
  ];
  if (held > 0) parts.push(`Held on ${held} ${held === 1 ? 'day' : 'days'}.`);
  if (now !== null && now < input.target && reached)
    parts.push(`On course for ${input.target} by about ${reached.label}.`);
  if (input.weeklyShare !== null && input.weeklyShare < input.target) {
    parts.push(`The weekly limit allows about ${input.weeklyShare} a day on average.`);
  }
  return parts.join(' ');
}
