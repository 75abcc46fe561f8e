export { RAMP_START } from '../limits/catalogue';

/**
 * The ramp's cap per day in week `week` of `weeks` (limits.md §2): geometric from `start` to `target`, never above the
 * target, 0 where the target is 0. Weeks outside the ramp count as its first or last.
 */
export function rampCap(input: { week: number; weeks: number; start: number; target: number }): number {
  const { weeks, start, target } = input;
  if (target <= 0) return 0;
  const week = Math.max(1, Math.min(input.week, weeks));
  if (weeks <= 1) return target;
  return Math.min(target, Math.round(start * (target / start) ** ((week - 1) / (weeks - 1))));
}

/**
 * Length of the ramp in weeks (limits.md §2): 4 only for an account known to be 90 days old, with 150 connections and
 * active in the 30 days before it connected. Anything unknown counts as new.
 */
export function rampWeeks(input: {
  accountAgeDays: number | null;
  connections: number | null;
  activeLast30Days: boolean | null;
}): 4 | 6 {
  const settled =
    input.accountAgeDays !== null &&
    input.accountAgeDays >= ESTABLISHED.ageDaysMin &&
    input.connections !== null &&
    input.connections >= ESTABLISHED.connectionsMin &&
    input.activeLast30Days === true;
  return settled ? 4 : 6;
}

/** From where an account counts as established. */
export const ESTABLISHED = { ageDaysMin: 90, connectionsMin: 150 };

/** The formula of a ramp week with its numbers put in, as a person can check it (limits.md §2). */
export function rampFormula(input: { week: number; weeks: number; start: number; target: number }): string {
  const { weeks, target } = input;
  if (target <= 0) return 'The target is 0, so the cap is 0.';
  const week = Math.max(1, Math.min(input.week, weeks));
  const start = Math.min(input.start, target);
  if (weeks <= 1) return `One week: the cap is the target, ${target}.`;
  return `min(${target}, round(${start} × (${target} ÷ ${start})^((${week} − 1) ÷ (${weeks} − 1)))) = ${rampCap({ ...input, start })}`;
}
