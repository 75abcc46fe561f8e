import { budgetsOf } from '../limits/budgets-of-action';
import type { Action, BudgetKey } from '../limits/constants';
import { ACTIONS, rampKindOf } from '../limits/constants';
import { effectiveCap } from '../limits/effective-cap';
import { firstDue } from './due-work';
import { bindingOf } from './memory-ledger';
import type { Stage, StageDay } from './stage';
import { smoothedCampaigns } from './take-turn';

/** What kept due people of the campaign from being sent to until the day closed. */
export type HoldCode = BudgetKey | 'smooth_week' | 'hours';

export interface Held {
  action: Action;
  code: HoldCode;
}

/**
 * What binds at the end of a day, for each action for which somebody of the campaign is still due: a full budget, the even
 * share of the week, the ceiling that the day's target was drawn under, or the working hours.
 */
export function dayHolds(stage: Stage, day: StageDay, closedAt: Date): Held[] {
  return ACTIONS.filter((action) => firstDue(stage.crowd, stage.campaignId, action) !== null).map((action) => ({
    action,
    code: holdOf(stage, day, { action, closedAt }),
  }));
}

function holdOf(stage: Stage, day: StageDay, input: { action: Action; closedAt: Date }): HoldCode {
  const { action, closedAt } = input;
  const keys = budgetsOf({ action, withNote: false, inCampaign: true }).filter((key) => key !== 'inmail_credit.month');
  const bound = bindingOf(stage.ledger, keys, stage.campaignId, closedAt.getTime() - 1);
  if (bound !== null) return bound.key;
  if (smoothedCampaigns(day).has(`${action}:${stage.campaignId}`)) return 'smooth_week';
  const kind = rampKindOf(action);
  const progress = kind === null ? undefined : day.progress.get(kind);
  if (kind === null || progress === undefined || progress.done < progress.target) return 'hours';
  const terms = day.ceilings.get(kind) ?? [];
  const { binding } = effectiveCap(terms.map(({ code, cap }) => ({ code, label: code, cap })));
  return terms.find((term) => term.code === binding[0])?.code ?? 'hours';
}
