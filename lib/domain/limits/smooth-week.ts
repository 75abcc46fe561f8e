/**
 * The daily target that spreads a weekly cap evenly (limits.md §1, "Smooth over the week"): a constant, so a shortfall
 * of one day is not made up on the next. `workingDays` are ISO weekdays; without any the target is 0.
 */
export function smoothDailyTarget(input: { cap: number; weekly: number; workingDays: number[] }): number {
  const days = new Set(input.workingDays).size;
  if (days === 0) return 0;
  return Math.max(0, Math.min(input.cap, Math.ceil(input.weekly / days)));
}

/**
 * The ISO weekday on which `perDay` sends a day use up the weekly cap before the day's own sends are done, or null if
 * the week has room for all of them.
 */
export function weekUsedUpOn(perDay: number, weekly: number, workingDays: number[]): number | null {
  const days = [...new Set(workingDays)].sort((a, b) => a - b);
  return days.find((_, index) => perDay * (index + 1) > weekly) ?? null;
}
