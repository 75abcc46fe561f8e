import type { Rival } from './compare-rivals';
import { compareRivals } from './compare-rivals';
import type { ForecastFacts } from './facts';
import type { Draw, ForecastPlan } from './play-draws';
import { drawsOf } from './play-draws';
import type { DrawSummary } from './summarise-draws';
import { summariseDraws } from './summarise-draws';

export interface Forecast extends DrawSummary {
  draws: number;
  horizonDays: number;
  rivals: Rival[];
}

/**
 * Plays the campaign's weeks to come many times with the production rules over memory, as if it ran from now on, and says
 * what came of it. It yields after every played day, so that the caller may let others work in between; the same facts
 * and seed give the same forecast.
 */
export function* forecast(facts: ForecastFacts, plan: ForecastPlan): Generator<void, Forecast> {
  const play = drawsOf(facts, plan);
  const draws: Draw[] = [];
  for (let index = 0; index < plan.draws; index += 1) draws.push(yield* play(index, { without: null }));
  const rivals = yield* compareRivals(facts, { draws: draws.slice(0, plan.comparedDraws), play });
  return { ...summariseDraws(draws), draws: plan.draws, horizonDays: plan.horizonDays, rivals };
}

/** The whole forecast at once. */
export function forecastNow(facts: ForecastFacts, plan: ForecastPlan): Forecast {
  const played = forecast(facts, plan);
  let step = played.next();
  while (step.done !== true) step = played.next();
  return step.value;
}

/** Work that one forecast may take, in people played. */
const PEOPLE_PLAYED_MAX = 25_000;
const DRAWS_MAX = 15;
const DRAWS_MIN = 5;

/**
 * How many draws a forecast makes: as many as keep it short, and odd, so that there is a middle one. It depends on nothing
 * but the number of people, so that the same facts always give the same forecast.
 */
export function drawsFor(people: number, rivals: number): { draws: number; comparedDraws: number } {
  const affordable = Math.floor(PEOPLE_PLAYED_MAX / Math.max(1, people));
  const compared = rivals === 0 ? 0 : Math.max(1, Math.min(3, Math.floor(affordable / (4 * (1 + rivals)))));
  const main = Math.max(DRAWS_MIN, Math.min(DRAWS_MAX, affordable - compared * (1 + rivals)));
  return { draws: main % 2 === 0 ? main - 1 : main, comparedDraws: compared };
}
