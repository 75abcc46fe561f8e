import { drawWhole } from './seeded-draw';

/** The day's target of an action: a whole number of 80 to 100 % of the cap, never above it (limits.md §4). */
export function drawTarget({ seed, cap }: { seed: string; cap: number }): number {
  const highest = Math.floor(cap);
  if (highest <= 0) return 0;
  return drawWhole(seed, Math.ceil(highest * TARGET_SHARE_MIN), highest);
}

export const TARGET_SHARE_MIN = 0.8;
