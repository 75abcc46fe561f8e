import { describe, expect, it } from 'vitest';
import { weekPlan } from './week-plan';

const base = { perDay: 80, weekly: 200, workingDays: [1, 2, 3, 4, 5] };

describe('weekPlan', () => {
  it('names the day on which the week is used up and the days left without invites', () => {
    const plan = weekPlan({ ...base, smooth: false });
    expect(plan.days.map((day) => day.invites)).toEqual([80, 80, 40, 0, 0, 0, 0]);
    expect(plan.sentence).toBe(
      'At 80 a day the limit of about 200 in 7 days is used up on Wed; nothing goes out Thu and Fri.',
    );
  });

  it('spreads the week evenly when smoothed and still names the conflict', () => {
    const plan = weekPlan({ ...base, smooth: true });
    expect(plan.days.map((day) => day.invites)).toEqual([40, 40, 40, 40, 40, 0, 0]);
    expect(plan.sentence).toContain('used up on Wed; smoothed over the week it is 40 a day');
  });

  it('never plans more than the week allows', () => {
    expect(weekPlan({ ...base, perDay: 70, smooth: true }).total).toBeLessThanOrEqual(200);
    expect(weekPlan({ ...base, perDay: 22, smooth: false })).toMatchObject({ total: 110 });
  });
});
