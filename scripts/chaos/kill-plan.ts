import type { Random } from '../safety/sim/random';

/** What is killed; the simulator stands for the provider, which nobody here can kill. */
export const VICTIMS = ['web', 'runner', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Kill {
  victim: Victim;
  /** Wall time after the kill before. */
  afterMs: number;
}

/**
 * `kills` deaths in `forMs` of wall time at random moments: each gap is drawn evenly from nothing to twice the mean, so that
 * a process dies while it starts, in its calm, and right after another. The same random numbers give the same plan.
 */
export function planKills(random: Random, { kills, forMs }: { kills: number; forMs: number }): Kill[] {
  const meanMs = forMs / Math.max(1, kills);
  return Array.from({ length: kills }, () => ({
    victim: random.pick(VICTIMS),
    afterMs: Math.round(random.next() * 2 * meanMs),
  }));
}
