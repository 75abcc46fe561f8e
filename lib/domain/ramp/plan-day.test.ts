import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RAMP_KINDS } from '../limits/constants';
import { planDay } from './plan-day';

const dayCaps = { invite: 80, message: 80, inmail: 5, profile_view: 100, comment: 25, reaction: 50 };

describe('planDay', () => {
  it('gives week 1 the ramp’s start and the last week the whole cap', () => {
    const first = planDay({ seed: 's', week: 1, otherWeek: 1, weeks: 6, dayCaps, ceilings: {} });
    expect(first.caps).toMatchObject({ invite: 10, message: 15, inmail: 1, profile_view: 20 });
    const last = planDay({ seed: 's', week: 6, otherWeek: 6, weeks: 6, dayCaps, ceilings: {} });
    expect(last.caps).toEqual(dayCaps);
  });

  it('ramps invites and the other kinds apart', () => {
    const plan = planDay({ seed: 's', week: 1, otherWeek: 6, weeks: 6, dayCaps, ceilings: {} });
    expect(plan.caps.invite).toBe(10);
    expect(plan.caps.message).toBe(80);
  });

  it('never starts above a cap that is below the start, and sends nothing of a kind that is off', () => {
    const plan = planDay({
      seed: 's',
      week: 1,
      otherWeek: 1,
      weeks: 6,
      dayCaps: { ...dayCaps, invite: 4, message: 0 },
      ceilings: {},
    });
    expect(plan.caps.invite).toBe(4);
    expect(plan.targets.message).toBe(0);
  });

  it('draws every target at 80 to 100 % of the smallest ceiling, never above it', () => {
    const input = fc.record({
      seed: fc.string(),
      week: fc.integer({ min: 1, max: 6 }),
      ceiling: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(input, ({ seed, week, ceiling }) => {
        const plan = planDay({ seed, week, otherWeek: week, weeks: 6, dayCaps, ceilings: { invite: ceiling } });
        for (const kind of RAMP_KINDS) {
          const cap = kind === 'invite' ? Math.min(plan.caps.invite, ceiling) : plan.caps[kind];
          expect(plan.targets[kind]).toBeLessThanOrEqual(cap);
          expect(plan.targets[kind]).toBeGreaterThanOrEqual(Math.ceil(cap * 0.8));
        }
      }),
    );
  });
});
