import { z } from 'zod';
import { median } from '../median';

/** What one play came to, and what had been forecast at its launch. */
export const onePlay = z.object({
  seed: z.string(),
  /** Local dates of the sends that people got something of, one a send, in order. */
  sentOn: z.array(z.string()),
  /** On which day the last send was, the day of the launch being the first. */
  lastDay: z.number(),
  forecast: z.object({ lastDay: z.number(), sendsADay: z.number() }),
});
export type OnePlay = z.infer<typeof onePlay>;

export interface Comparison {
  plays: number;
  finishDay: Compared;
  sendsADay: Compared;
  /** Both within a tenth. */
  passed: boolean;
}

interface Compared {
  forecast: number;
  played: number;
  /** How far the forecast is off, as a share of what was played. */
  off: number;
}

const OFF_MAX = 0.1;

/** Holds the forecasts against the plays, median against median: how long the campaign takes and its sends a day. */
export function compare(plays: readonly OnePlay[]): Comparison {
  if (plays.length === 0) throw new Error('there is nothing to compare');
  const finishDay = compared(
    plays.map((play) => play.forecast.lastDay),
    plays.map((play) => play.lastDay),
  );
  const sendsADay = compared(
    plays.map((play) => play.forecast.sendsADay),
    plays.map(({ sentOn }) => sentOn.length / new Set(sentOn).size),
  );
  return {
    plays: plays.length,
    finishDay,
    sendsADay,
    passed: finishDay.off <= OFF_MAX && sendsADay.off <= OFF_MAX,
  };
}

function compared(forecasts: readonly number[], playedOnes: readonly number[]): Compared {
  const [forecast, played] = [median(forecasts), median(playedOnes)];
  return { forecast, played, off: Math.abs(forecast - played) / played };
}
