import type { Action, RampKind } from '../limits/constants';
import { rampKindOf } from '../limits/constants';
import { nextSlot } from './next-slot';
import type { RatePace } from './rate-pace';
import type { OpenInterval } from './working-hours';

/** How far one kind of action has come today. */
export interface KindProgress {
  target: number;
  done: number;
  lastAt: Date | null;
  /** Not before: the hour's burst guard, a stop after a limit answer. */
  notBefore: Date | null;
}

export interface SlotsInput {
  /** Seed of the day: account and local date. */
  seed: string;
  now: Date;
  intervals: readonly OpenInterval[];
  /** When the day was opened; the first slot lies after it. */
  openedAt: Date;
  progress: ReadonlyMap<RampKind, KindProgress>;
  gapMsMin: Record<Action, number>;
  /** Actions with work, with the moment its first falls due, past or to come. */
  work: ReadonlyMap<Action, Date>;
  /** Actions whose cap is full everywhere, with the moment at which the first place frees up. */
  fullUntil?: ReadonlyMap<Action, Date>;
  /** What the provider's rate headers ask for; left out it is the usual pace. */
  pace?: Pick<RatePace, 'factor' | 'notBefore'>;
}

/**
 * Which actions may go now, and when to look again. Every kind has a random slot of its own (limits.md §4), drawn from what
 * the ledger holds alone, so that a restart draws the same. `wakeAt` is null when nothing is left to wait for today.
 */
export function actionSlots(input: SlotsInput): { ready: Action[]; wakeAt: Date | null } {
  const ready: Action[] = [];
  let wakeAt: Date | null = null;
  for (const [action, due] of input.work) {
    const slot = slotOf(input, action);
    if (slot === null) continue;
    const at = slot > due ? slot : due;
    if (at <= input.now) ready.push(action);
    else if (wakeAt === null || at < wakeAt) wakeAt = at;
  }
  return { ready, wakeAt };
}

function slotOf(input: SlotsInput, action: Action): Date | null {
  const kind = rampKindOf(action);
  const progress = kind === null ? undefined : input.progress.get(kind);
  if (progress === undefined) return null;
  const opening = input.intervals[0]?.from ?? input.openedAt;
  const start = input.openedAt > opening ? input.openedAt : opening;
  const asked = latest(progress.notBefore, input.pace?.notBefore ?? null);
  const notBefore = latest(asked, input.fullUntil?.get(action) ?? null);
  return nextSlot({
    now: progress.lastAt !== null && progress.lastAt > start ? progress.lastAt : start,
    intervals: input.intervals,
    target: progress.target,
    done: progress.done,
    minGapMs: input.gapMsMin[action],
    seed: `${input.seed}:${kind}`,
    slowdown: input.pace?.factor ?? 1,
    ...(notBefore === null ? {} : { notBefore }),
  });
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
