import { describe, expect, it } from 'vitest';
import { MIN_GAP_MS } from '../limits/catalogue';
import type { Action, RampKind } from '../limits/constants';
import type { KindProgress, SlotsInput } from './action-slots';
import { actionSlots } from './action-slots';

const from = new Date('2026-11-25T09:00:00Z');
const openedAt = new Date('2026-11-25T08:00:00Z');
const to = new Date('2026-11-25T17:30:00Z');
const fresh: KindProgress = { target: 10, done: 0, lastAt: null, notBefore: null };

function slots(change: Partial<SlotsInput> & { now: Date }) {
  return actionSlots({
    seed: 'acc:2026-11-25',
    intervals: [{ from, to }],
    openedAt,
    progress: new Map<RampKind, KindProgress>([['invite', fresh]]),
    gapMsMin: MIN_GAP_MS,
    work: new Map<Action, Date>([['invite', openedAt]]),
    ...change,
  });
}

describe('actionSlots', () => {
  it('draws the first slot at random inside the hours, and the same one again', () => {
    const first = slots({ now: from });
    expect(first.ready).toEqual([]);
    expect(first.wakeAt?.getTime()).toBeGreaterThan(from.getTime());
    expect(first.wakeAt?.getTime()).toBeLessThan(to.getTime());
    expect(slots({ now: new Date(from.getTime() + 1_000) }).wakeAt).toEqual(first.wakeAt);
  });

  it('lets an action go once its slot has come, and not before', () => {
    const { wakeAt } = slots({ now: from });
    if (wakeAt === null) throw new Error('no slot');
    expect(slots({ now: new Date(wakeAt.getTime() - 1) }).ready).toEqual([]);
    expect(slots({ now: wakeAt }).ready).toEqual(['invite']);
  });

  it('does not make up for lost time: the next slot counts from the last send', () => {
    const lastAt = new Date('2026-11-25T16:00:00Z');
    const progress = new Map<RampKind, KindProgress>([['invite', { ...fresh, done: 1, lastAt }]]);
    const next = slots({ now: lastAt, progress });
    expect(next.ready).toEqual([]);
    if (next.wakeAt) expect(next.wakeAt.getTime() - lastAt.getTime()).toBeGreaterThanOrEqual(MIN_GAP_MS.invite);
  });

  it('offers nothing of a kind whose target is reached, and waits for work that falls due later', () => {
    const progress = new Map<RampKind, KindProgress>([['invite', { ...fresh, done: 10 }]]);
    expect(slots({ now: from, progress })).toEqual({ ready: [], wakeAt: null });
    const nextDueAt = new Date('2026-11-25T17:29:00Z');
    const work = new Map<Action, Date>([['invite', nextDueAt]]);
    expect(slots({ now: new Date('2026-11-25T17:00:00Z'), work }).wakeAt).toEqual(nextDueAt);
  });
});
