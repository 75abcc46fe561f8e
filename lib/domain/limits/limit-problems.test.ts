import { describe, expect, it } from 'vitest';
import { limitAsSet } from './limit-policy';
import { limitProblems } from './limit-problems';

const PUBLISHED = { default: 80, hard: 100 };

function problems(
  set: { cap?: number | null; hardCap?: number | null },
  { acknowledged = false, published = PUBLISHED } = {},
) {
  const common = { provider: 'linkedin', key: 'invite.day', plan: 'premium', changedAt: new Date(0) } as const;
  const next = limitAsSet(published, [
    ...(set.cap === undefined ? [] : [{ ...common, field: 'cap' as const, value: set.cap }]),
    ...(set.hardCap === undefined ? [] : [{ ...common, field: 'hardCap' as const, value: set.hardCap }]),
  ]);
  return limitProblems({ published, next, set, risk: { op: '>', value: 90 }, acknowledged }).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

describe('a new limit', () => {
  it.each([[{ cap: 0 }], [{ cap: 90 }], [{ cap: null }], [{ hardCap: 100 }], [{ hardCap: 0 }], [{ hardCap: null }]])(
    '%o is taken as it is',
    (set) => {
      expect(problems(set)).toEqual([]);
    },
  );

  it.each([
    [{ cap: -1 }, /^cap: A limit is a whole number: 0 means none.*"Unlimited" does not exist/],
    [{ cap: 1.5 }, /^cap: A limit is a whole number/],
    [{ cap: Number.POSITIVE_INFINITY }, /^cap: A limit is a whole number/],
    [{ cap: 101 }, /^cap: The hard cap is 100\. Set 100 or less, or lift it first\./],
    [{ cap: 91 }, /^acknowledgedRisk: A default of 91 is in the red zone, which begins above 90\./],
    [{ hardCap: 101 }, /^acknowledgedRisk: A hard cap of 101 is above the published 100: at your own risk\./],
    [{ hardCap: 1_001 }, /^hardCap: A hard cap can be lifted to 1000 at most, ten times the published 100\./],
  ])('%o is refused with its field and the way out', (set, sentence) => {
    const [first, ...others] = problems(set);
    expect(first).toMatch(sentence);
    expect(others).toEqual([]);
  });

  it('passes with its acknowledgement, a lifted hard cap together with the default under it', () => {
    expect(problems({ cap: 91 }, { acknowledged: true })).toEqual([]);
    expect(problems({ cap: 140, hardCap: 150 }, { acknowledged: true })).toEqual([]);
  });

  it('gives a plan nothing that it does not have at the network', () => {
    const published = { default: 0, hard: 0 };
    expect(problems({ hardCap: 1 }, { acknowledged: true, published })).toEqual([
      'hardCap: This plan does not have it at the network, so its hard cap stays 0.',
    ]);
  });
});
