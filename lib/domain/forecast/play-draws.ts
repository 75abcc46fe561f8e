import { calendarOf } from './calendar';
import type { ForecastFacts } from './facts';
import type { AccountRun } from './play-account';
import { playAccount } from './play-account';
import type { Stage } from './stage';
import { setStage } from './stage';

export interface ForecastPlan {
  seed: string;
  /** How often the weeks to come are played. */
  draws: number;
  /** How many of the draws are played again without a campaign, to see what it takes from the others. */
  comparedDraws: number;
  horizonDays: number;
}

/** One draw: every account of the campaign, each played by itself, for accounts share nothing but the people's answers. */
export interface Draw {
  campaignId: string;
  runs: AccountRun[];
}

/** What may differ from the draw itself. */
export interface Variant {
  without: string | null;
  /** When each account's play ends; left out it is when the campaign asked about is over. */
  untilMs?: ReadonlyMap<string, number>;
}

/** A player of draws that works out each account's calendar once. */
export function drawsOf(facts: ForecastFacts, plan: ForecastPlan) {
  const calendars = new Map<string, Stage['calendar']>();
  for (const { id, schedule } of facts.accounts)
    if (schedule !== null) calendars.set(id, calendarOf(schedule, facts.now));
  return function* play(index: number, variant: Variant): Generator<void, Draw> {
    const seed = `${plan.seed}:${index}`;
    const runs: AccountRun[] = [];
    for (const account of facts.accounts) {
      const calendar = calendars.get(account.id) ?? noCalendar;
      const stage = setStage(facts, { seed, account, calendar, without: variant.without });
      const untilMs = variant.untilMs === undefined ? null : (variant.untilMs.get(account.id) ?? facts.now.getTime());
      runs.push(yield* playAccount(stage, { now: facts.now, horizonDays: plan.horizonDays, untilMs }));
    }
    return { campaignId: facts.campaignId, runs };
  };
}

/** An account without a time zone is not played. */
function noCalendar(): never {
  throw new Error('An account without a time zone has no calendar');
}
