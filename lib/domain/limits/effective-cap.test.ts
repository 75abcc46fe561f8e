import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveCap } from './effective-cap';

const term = (code: string, cap: number | null, used?: number) => ({ code, label: code, cap, used });

describe('the effective cap', () => {
  it.each(['campaign', 'ramp', 'account', 'shared', 'credits'])('names %s when it is the smallest', (code) => {
    const terms = ['campaign', 'ramp', 'account', 'shared', 'credits'].map((name) =>
      term(name, name === code ? 22 : 80),
    );
    expect(effectiveCap(terms)).toMatchObject({ effective: 22, binding: [code] });
  });

  it('names every tied term, the one that a person can change last', () => {
    const { binding } = effectiveCap([term('campaign.invite.day', 80), term('ramp', 80), term('week', 139)]);
    expect(binding).toEqual(['ramp', 'campaign.invite.day']);
  });

  it('is unknown when any term is, whatever the others say', () => {
    const answer = effectiveCap([term('campaign', 0), term('ramp', null)]);
    expect(answer).toMatchObject({ effective: null, binding: ['ramp'], left: null });
  });

  it('is unknown without a term', () => {
    expect(effectiveCap([]).effective).toBeNull();
  });

  it('tells the room left apart from the cap', () => {
    const answer = effectiveCap([term('campaign', 20, 3), term('account', 80, 75)]);
    expect(answer).toMatchObject({ effective: 20, binding: ['campaign'], left: 5, leftBinding: ['account'] });
  });

  it('has no room, never less, under a cap lowered below its use', () => {
    expect(effectiveCap([term('campaign', 10, 14)]).left).toBe(0);
  });

  it('never exceeds any term', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1 }), (caps) => {
        const { effective, binding } = effectiveCap(caps.map((cap, index) => term(String(index), cap)));
        for (const cap of caps) expect(effective).toBeLessThanOrEqual(cap);
        expect(binding.map((code) => caps[Number(code)])).toEqual(binding.map(() => effective));
      }),
    );
  });
});
