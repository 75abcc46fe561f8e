import { peopleToLookUp } from '../../../db/queries/enrolments-api';
import { RESOLUTION_FRESH_MS } from '../../domain/campaigns/constants';
import { rivalsOf } from '../../domain/forecast/compare-rivals';
import type { ForecastFacts } from '../../domain/forecast/facts';
import type { Forecast } from '../../domain/forecast/forecast';
import { drawsFor, forecast } from '../../domain/forecast/forecast';
import type { ForecastDay, Spread } from '../../domain/forecast/summarise-draws';
import { localDay } from '../../domain/limits/windows';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';
import { forecastFacts } from './forecast-facts';
import { playInSlices } from './play-in-slices';

/** How far a forecast looks, in days. */
const HORIZON_DAYS = 180;

/**
 * What will come of a campaign if it runs from now on, by playing its weeks to come many times with the rules of the engine
 * on the workspace's own data: first sends, sends a day, the end with its spread, what binds on which day, and what it and
 * the other campaigns of its accounts do to each other. On one day the same facts give the same forecast.
 */
export async function forecastCampaign(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  const { facts, lookUps } = await withWorkspace(ctx, async (tx) => {
    const row = await campaignFor(tx, input.id);
    const freshSince = new Date(ctx.now.getTime() - RESOLUTION_FRESH_MS);
    return {
      facts: await forecastFacts(tx, ctx, row),
      lookUps: await peopleToLookUp(tx, { campaignId: row.id, freshSince }),
    };
  });
  const seed = `${input.id}:${localDay(ctx.now, zoneOf(facts))}`;
  const plan = { seed, horizonDays: HORIZON_DAYS, ...drawsFor(facts.people.length, rivalsOf(facts).length) };
  // Outside the transaction: nothing is held while the weeks are played.
  return describe(facts, { lookUps, seed, played: await playInSlices(ctx, forecast(facts, plan)) });
}

/** Days are named as the first sender's calendar names them. */
function zoneOf(facts: ForecastFacts): string {
  return facts.accounts.find((account) => account.schedule !== null)?.schedule?.timeZone ?? 'UTC';
}

function describe(facts: ForecastFacts, input: { lookUps: number; seed: string; played: Forecast }) {
  const { lookUps, seed, played } = input;
  const zone = zoneOf(facts);
  const dates = (of: Spread<Date | null>) => perPart(of, (at) => (at === null ? null : localDay(at, zone)));
  const moments = (of: Spread<Date | null>) => perPart(of, (at) => at?.toISOString() ?? null);
  const ours = facts.people.filter((person) => person.campaignId === facts.campaignId);
  return {
    asOf: facts.now.toISOString(),
    people: ours.filter((person) => person.state === 'queued' || person.state === 'active').length,
    lookUps,
    firstOn: dates(played.firstAt).likely,
    finishesOn: dates(played.lastAt).likely,
    first: moments(played.firstAt),
    begun: dates(played.begunAt),
    finish: dates(played.lastAt),
    done: dates(played.doneAt),
    sendsADay: perPart(played.sendsADay, (n) => Math.round(n * 10) / 10),
    days: upToLast(played.days.map(describeDay)),
    left: played.left.map(({ code, people }) => ({ reason: code, people })),
    rivals: played.rivals,
    odds: facts.accounts.map(({ id, odds }) => ({
      accountId: id,
      acceptance: twoPlaces(odds.acceptance),
      reply: twoPlaces(odds.reply),
    })),
    seed,
    draws: played.draws,
    finishedDraws: played.finished,
    horizonDays: played.horizonDays,
  };
}

function describeDay({ date, sends, total, holds }: ForecastDay) {
  return {
    date,
    invites: sends.invite ?? 0,
    messages: sends.message ?? 0,
    inmails: sends.inmail ?? 0,
    visits: sends.visit ?? 0,
    lookUps: sends.resolve ?? 0,
    total,
    holds: holds.map(({ accountId, action, code, share }) => ({
      accountId,
      action,
      budget: code,
      share: twoPlaces(share),
    })),
  };
}

/** Without the days after the last on which anything is to be told. */
function upToLast(days: ReturnType<typeof describeDay>[]) {
  const last = days.findLastIndex((day) => day.total.late > 0 || day.lookUps > 0);
  return days.slice(0, last + 1);
}

function perPart<From, To>(spread: Spread<From>, value: (part: From) => To): Spread<To> {
  return { early: value(spread.early), likely: value(spread.likely), late: value(spread.late) };
}

function twoPlaces(share: number): number {
  return Math.round(share * 100) / 100;
}
