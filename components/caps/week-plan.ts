import { smoothDailyTarget, weekUsedUpOn } from '@/lib/domain/limits/smooth-week';

export interface WeekPlan {
  /** Invites of the seven ISO weekdays, Monday first. */
  days: { day: number; name: string; invites: number }[];
  total: number;
  sentence: string;
}

/**
 * How a daily cap spreads over the rolling seven days (ux.md §3.7): evenly when smoothed, else as much as the cap allows
 * until the week's limit is reached. The sentence names the day on which that happens.
 */
export function weekPlan(input: { perDay: number; weekly: number; workingDays: number[]; smooth: boolean }): WeekPlan {
  const working = new Set(input.workingDays);
  const pace = input.smooth
    ? smoothDailyTarget({ cap: input.perDay, weekly: input.weekly, workingDays: input.workingDays })
    : input.perDay;
  let left = input.weekly;
  const days = DAY_NAMES.map((name, index) => {
    const invites = working.has(index + 1) ? Math.min(pace, left) : 0;
    left -= invites;
    return { day: index + 1, name, invites };
  });
  const total = input.weekly - left;
  return { days, total, sentence: sentenceOf(input, pace, total) };
}

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function sentenceOf(
  input: { perDay: number; weekly: number; workingDays: number[]; smooth: boolean },
  pace: number,
  total: number,
): string {
  const usedUp = weekUsedUpOn(input.perDay, input.weekly, input.workingDays);
  if (usedUp === null) return `${total} planned, about ${input.weekly} allowed in 7 days. Not reached.`;
  const day = DAY_NAMES[usedUp - 1];
  const begins = `At ${input.perDay} a day the limit of about ${input.weekly} in 7 days is used up on ${day}`;
  if (input.smooth) return `${begins}; smoothed over the week it is ${pace} a day.`;
  const after = input.workingDays.filter((candidate) => candidate > usedUp).sort((a, b) => a - b);
  const silent = after.map((candidate) => DAY_NAMES[candidate - 1]).join(' and ');
  return silent === '' ? `${begins}.` : `${begins}; nothing goes out ${silent}.`;
}
