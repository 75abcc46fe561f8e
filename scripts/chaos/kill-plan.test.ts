import { expect, test } from 'vitest';
import { Random } from '../safety/sim/random';
import { planKills, VICTIMS } from './kill-plan';

test('a plan kills every part of the stack, as often as it says, in about the time it has, and again with its seed', () => {
  const plan = planKills(new Random(7), { kills: 200, forMs: 1_200_000 });
  expect(plan).toHaveLength(200);
  expect(new Set(plan.map((kill) => kill.victim))).toEqual(new Set(VICTIMS));
  const total = plan.reduce((sum, kill) => sum + kill.afterMs, 0);
  expect(total).toBeGreaterThan(1_000_000);
  expect(total).toBeLessThan(1_400_000);
  expect(planKills(new Random(7), { kills: 200, forMs: 1_200_000 })).toEqual(plan);
  expect(planKills(new Random(8), { kills: 200, forMs: 1_200_000 })).not.toEqual(plan);
});
