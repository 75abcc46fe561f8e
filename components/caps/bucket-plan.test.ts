import { describe, expect, it } from 'vitest';
import { bucketPlan } from './bucket-plan';

const use = { messages: 80, otherMessages: 0, views: 25, comments: 5, reactions: 10 };

describe('bucketPlan', () => {
  it('says by how much a plan is over and what would fit', () => {
    const plan = bucketPlan(use, 100);
    expect(plan).toMatchObject({ total: 120, over: 20, headroom: 0, messagesThatFit: 60 });
    expect(plan.sentence).toBe('Messages 80, profile views 25, comments 5, reactions 10. Total 120 of 100, 20 over.');
  });

  it('takes a plan that is exactly at the limit as full, not as over', () => {
    expect(bucketPlan({ ...use, messages: 60 }, 100)).toMatchObject({ over: 0, headroom: 0 });
  });

  it('never asks for fewer than no messages', () => {
    expect(bucketPlan({ ...use, views: 200 }, 100).messagesThatFit).toBe(0);
  });
});
