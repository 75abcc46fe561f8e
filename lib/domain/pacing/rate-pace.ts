/** What the provider's rate headers said last: how many calls its window allows, how many are left, when it opens anew. */
export interface RateReading {
  limit: number;
  remaining: number;
  resetAt: Date;
}

export interface RatePace {
  /** How many times as long as usual the gaps are; 1 while there is no reason to slow down. */
  factor: number;
  /** Nothing goes before this moment: what is left of the window is kept in reserve. */
  notBefore: Date | null;
  /** The reading that decides, or null at the usual pace. */
  because: RateReading | null;
}

/**
 * Slows the pace before a limit of the provider is reached (limits.md §1, "what the provider last said"): from half of a
 * window on the gaps grow as the calls left shrink, and its last tenth is not touched before it opens anew. The tightest
 * window of the account decides, since a limit may be shared by its actions. A window that has passed says nothing.
 */
export function ratePace(readings: readonly RateReading[], now: Date): RatePace {
  let pace: RatePace = { factor: 1, notBefore: null, because: null };
  for (const reading of readings) {
    if (reading.limit < 1 || reading.resetAt <= now) continue;
    const share = Math.max(0, reading.remaining) / reading.limit;
    if (share >= EASY_SHARE) continue;
    const factor = share * SLOWEST <= EASY_SHARE ? SLOWEST : EASY_SHARE / share;
    const kept = reading.remaining <= Math.max(1, Math.floor(reading.limit * RESERVE_SHARE));
    const notBefore = kept ? reading.resetAt : null;
    pace = {
      factor: Math.max(pace.factor, factor),
      notBefore: latest(pace.notBefore, notBefore),
      because: tighter(pace.because, reading),
    };
  }
  return pace;
}

/** From this share of a window left downwards the pace slows. */
export const EASY_SHARE = 0.5;
/** This share of a window is left to what people do by hand. */
export const RESERVE_SHARE = 0.1;
/** Gaps never grow to more than this many times their length. */
export const SLOWEST = 8;

function tighter(a: RateReading | null, b: RateReading): RateReading {
  return a === null || b.remaining / b.limit < a.remaining / a.limit ? b : a;
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
