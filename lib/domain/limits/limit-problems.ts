import { isRed, type LimitValue, type RiskLine } from './limit-rule';

/** A lifted hard cap ends here: ten times the published one. Without an end it would be "unlimited". */
export const LIFT_TIMES_MAX = 10;

export interface LimitProblem {
  field: 'cap' | 'hardCap' | 'acknowledgedRisk';
  message: string;
}

export interface NewLimit {
  published: LimitValue;
  /** What would hold once the change is made. */
  next: LimitValue;
  /** The numbers that the change sets; null goes back to the published one. */
  set: { cap?: number | null; hardCap?: number | null };
  risk: RiskLine | null;
  acknowledged: boolean;
}

/** What is wrong with a new default or hard cap of one plan, each with the field and the way out. */
export function limitProblems(input: NewLimit): LimitProblem[] {
  const { set, published, next } = input;
  const problems: LimitProblem[] = [];
  for (const field of ['cap', 'hardCap'] as const) {
    const value = set[field];
    if (value === undefined || value === null) continue;
    if (!Number.isInteger(value) || value < 0) problems.push({ field, message: WHOLE_NUMBER });
  }
  if (problems.length > 0) return problems;
  const most = published.hard * LIFT_TIMES_MAX;
  if ((set.hardCap ?? 0) > most) {
    problems.push({
      field: 'hardCap',
      message:
        published.hard === 0
          ? 'This plan does not have it at the network, so its hard cap stays 0.'
          : `A hard cap can be lifted to ${most} at most, ten times the published ${published.hard}.`,
    });
  }
  if ((set.cap ?? 0) > next.hard) {
    problems.push({
      field: 'cap',
      message: `The hard cap is ${next.hard}. Set ${next.hard} or less, or lift it first.`,
    });
  }
  if (problems.length === 0 && !input.acknowledged) problems.push(...unacknowledged(input));
  return problems;
}

/** Whether a change lifts the hard cap above the published one, which only an owner may do. */
export function liftsHardCap(input: Pick<NewLimit, 'published' | 'set'>): boolean {
  return (input.set.hardCap ?? 0) > input.published.hard;
}

function unacknowledged(input: NewLimit): LimitProblem[] {
  const { published, set, risk } = input;
  const cap = set.cap ?? 0;
  if (liftsHardCap(input)) {
    return [
      {
        field: 'acknowledgedRisk',
        message: `A hard cap of ${set.hardCap} is above the published ${published.hard}: at your own risk. Confirm it with acknowledgedRisk.`,
      },
    ];
  }
  return risk !== null && isRed(risk, cap)
    ? [
        {
          field: 'acknowledgedRisk',
          message: `A default of ${cap} is in the red zone, which begins ${risk.op === '>' ? 'above' : 'at'} ${risk.value}. Confirm it with acknowledgedRisk.`,
        },
      ]
    : [];
}

/** Said wherever a number of a limit is no number. */
export const WHOLE_NUMBER =
  'A limit is a whole number: 0 means none, blank goes back to the published number. "Unlimited" does not exist.';
