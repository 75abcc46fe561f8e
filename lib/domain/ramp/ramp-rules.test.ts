import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRamp } from './decide-ramp';
import { rampRules } from './ramp-rules';

const madeAt = new Date('2026-11-25T07:00:00Z');
const daysAgo = (days: number) => new Date(madeAt.getTime() - days * 86_400_000);
const kept = {
  ...{ sent: 40, accepted: 6, signals7d: 1, missing7d: 3, unknown24h: 0, usedDays: 4, daysWithoutSending: 0 },
  ...{ restricted: false, steppedUpAt: daysAgo(6.9).toISOString(), steppedBackAt: null },
};

describe('the rules of a decision', () => {
  it('say what was found, what a step up needs, and whether it was met', () => {
    const rules = rampRules(kept, madeAt);
    expect(rules.map(({ code, value, needs, met }) => [code, value, needs, met])).toEqual([
      ['acceptance', '6 of 40, 15 %', 'at least 25 % of at least 20', false],
      ['limit_signals', '1', 'none', false],
      ['missing', '3', 'at most 2', false],
      ['unknown', '0', 'none', true],
      ['used_days', '4', 'at least 3', true],
      ['last_step_up', '6 days', 'at least 7 days', false],
      ['last_step_back', 'never', 'at least 7 days', true],
      ['idle', '0', 'under 30', true],
      ['restricted', 'no', 'no', true],
    ]);
  });

  it('leave out what the day did not keep, rather than show a zero', () => {
    expect(rampRules({}, madeAt)).toEqual([]);
    expect(rampRules({ ...kept, missing7d: undefined }, madeAt).some((rule) => rule.code === 'missing')).toBe(false);
  });

  it('know nothing of invites on another network', () => {
    const codes = rampRules({ ...kept, network: { key: 'email.day' } }, madeAt).map((rule) => rule.code);
    expect(codes).not.toContain('acceptance');
    expect(codes).not.toContain('used_days');
    expect(codes).not.toContain('missing');
    expect(codes).toContain('limit_signals');
  });

  it('agree with the decision: a day whose rules are all met steps up, and no other day does', () => {
    const day = fc.record({
      sent: fc.nat(60),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      signals7d: fc.nat(1),
      missing7d: fc.nat(4),
      unknown24h: fc.nat(1),
      usedDays: fc.nat(5),
      daysWithoutSending: fc.nat(40),
      restricted: fc.boolean(),
      up: fc.nat(10),
      back: fc.option(fc.nat(60)),
    });
    fc.assert(
      fc.property(day, ({ share, up, back, ...input }) => {
        const accepted = Math.floor(input.sent * share);
        const steps = { steppedUpAt: daysAgo(up), steppedBackAt: back === null ? null : daysAgo(back) };
        const { decision } = decideRamp({
          ...{ week: 3, weeks: 6, now: madeAt, lastStepUpAt: steps.steppedUpAt, lastStepBackAt: steps.steppedBackAt },
          ...{ invites: { sent: input.sent, accepted }, signals7d: input.signals7d, missing7d: input.missing7d },
          ...{ usedDays: input.usedDays, restricted: input.restricted, daysWithoutSending: input.daysWithoutSending },
          ...(input.unknown24h > 0 ? { heldBecause: 'An outcome is not known.' } : {}),
        });
        const met = rampRules({ ...input, accepted, ...steps }, madeAt).every((rule) => rule.met);
        // A gap without sending that has cost a week already is spent: then the decision may be kinder than the rule.
        if (met) expect(decision).toBe('advance');
        else if (input.daysWithoutSending < 30) expect(decision).not.toBe('advance');
      }),
    );
  });
});
