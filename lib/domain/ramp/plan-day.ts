import { RAMP_START } from '../limits/catalogue';
import type { RampKind } from '../limits/constants';
import { RAMP_KINDS } from '../limits/constants';
import { drawTarget } from '../pacing/draw-target';
import { rampCap } from './ramp-cap';

export interface DayPlanInput {
  /** Seed of the day's draws: account and local date. */
  seed: string;
  /** Week of the ramp for invites, and for everything else (limits.md §2). */
  week: number;
  otherWeek: number;
  weeks: number;
  /** What each kind is ramped up to: the account's own target or the catalogue's default, per day. */
  dayCaps: Record<RampKind, number>;
  /** Other ceilings of today per kind: room of the week, the campaigns' caps. Missing means none. */
  ceilings: Partial<Record<RampKind, number>>;
}

/** The ramp's cap of the day and the drawn target of each kind: 80 to 100 % of the effective cap (limits.md §2, §4). */
export function planDay(input: DayPlanInput): { caps: Record<RampKind, number>; targets: Record<RampKind, number> } {
  const caps = perKind((kind) =>
    rampCap({
      week: kind === 'invite' ? input.week : input.otherWeek,
      weeks: input.weeks,
      start: Math.min(RAMP_START[kind], input.dayCaps[kind]),
      target: input.dayCaps[kind],
    }),
  );
  const targets = perKind((kind) =>
    drawTarget({
      seed: `${input.seed}:target:${kind}`,
      cap: Math.max(0, Math.min(caps[kind], input.ceilings[kind] ?? Number.POSITIVE_INFINITY)),
    }),
  );
  return { caps, targets };
}

function perKind(value: (kind: RampKind) => number): Record<RampKind, number> {
  const entries = RAMP_KINDS.map((kind) => [kind, value(kind)] as const);
  return Object.fromEntries(entries) as Record<RampKind, number>;
}
