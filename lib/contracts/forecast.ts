import { z } from 'zod';
import { action, id, moment } from './shapes';

/** One figure over all draws: a tenth come out below `early`, half below `likely`, a tenth above `late`. */
const spread = <T extends z.ZodType>(value: T) => z.object({ early: value, likely: value, late: value });
/** A local date, null for one behind the horizon. */
const date = z.iso.date().nullable();

/** What keeps due people of the campaign waiting at the end of a day, in `share` of the draws. */
const hold = z.object({ accountId: id, action, budget: z.string(), share: z.number() });

const day = z.object({
  date: z.iso.date(),
  invites: z.number(),
  messages: z.number(),
  inmails: z.number(),
  visits: z.number(),
  lookUps: z.number(),
  total: spread(z.number()),
  holds: z.array(hold),
});
export type ForecastDay = z.infer<typeof day>;

/** What will come of a campaign: played many times with the engine's own rules, not sent. */
export const forecast = z.object({
  asOf: moment,
  /** People whose next step is to be sent. */
  people: z.number(),
  lookUps: z.number(),
  firstOn: date,
  /** The day of the last send in the usual draw. */
  finishesOn: date,
  first: spread(moment.nullable()),
  /**
   * When everybody has been written to once, when the last send goes out, and when the last wait is over. Who accepts later
   * than the wait for it is written to after all, and is not in these.
   */
  begun: spread(date),
  finish: spread(date),
  done: spread(date),
  sendsADay: spread(z.number()),
  days: z.array(day),
  /** People who are not done by the horizon, by what they wait for. */
  left: z.array(z.object({ reason: z.string(), people: z.number() })),
  rivals: z.array(
    z.object({
      campaignId: id,
      name: z.string(),
      accountIds: z.array(id),
      losesSends: z.number(),
      losesShare: z.number(),
      delaysDays: z.number().nullable(),
    }),
  ),
  odds: z.array(z.object({ accountId: id, acceptance: z.number(), reply: z.number() })),
  seed: z.string(),
  draws: z.number(),
  finishedDraws: z.number(),
  horizonDays: z.number(),
});
export type CampaignForecast = z.infer<typeof forecast>;
