import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRamp, RAMP_POLICY, type RampInput } from './decide-ramp';

const now = new Date('2026-11-25T07:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const healthy: RampInput = {
  week: 3,
  weeks: 6,
  lastStepUpAt: daysAgo(7),
  lastStepBackAt: null,
  now,
  invites: { sent: 40, accepted: 16 },
  signals7d: 0,
  missing7d: 0,
  usedDays: 4,
  restricted: false,
  daysWithoutSending: 0,
};

describe('the daily decision of the ramp', () => {
  it.each<[string, Partial<RampInput>, string, number]>([
    ['starts at week 1', { week: 0 }, 'start', 1],
    ['advances a healthy account', {}, 'advance', 4],
    ['advances at exactly 25 % of 20', { invites: { sent: 20, accepted: 5 } }, 'advance', 4],
    ['advances on 3 used days', { usedDays: 3 }, 'advance', 4],
    ['holds on 2 used days', { usedDays: 2 }, 'hold', 3],
    ['holds with a sample of 19', { invites: { sent: 19, accepted: 19 } }, 'hold', 3],
    ['holds without invites', { invites: { sent: 0, accepted: 0 } }, 'hold', 3],
    ['holds under 25 %', { invites: { sent: 100, accepted: 24 } }, 'hold', 3],
    ['holds on one signal', { signals7d: 1 }, 'hold', 3],
    ['holds on three missing invitations', { missing7d: 3 }, 'hold', 3],
    ['advances on two missing invitations', { missing7d: 2 }, 'advance', 4],
    ['holds within 7 days of a step up', { lastStepUpAt: daysAgo(6.9) }, 'hold', 3],
    ['holds within 7 days of a step back, its signals being spent', { lastStepBackAt: daysAgo(5) }, 'hold', 3],
    ['holds for a reason of the caller', { heldBecause: 'An outcome is not known.' }, 'hold', 3],
    ['holds at the end', { week: 6 }, 'hold', 6],
    ['advances the first week without an earlier step', { lastStepUpAt: null }, 'advance', 4],
    ['steps back under 15 % of 50', { invites: { sent: 50, accepted: 7 } }, 'step_back', 2],
    ['does not step back at exactly 15 %', { invites: { sent: 100, accepted: 15 } }, 'hold', 3],
    ['does not step back on 49 invites', { invites: { sent: 49, accepted: 0 } }, 'hold', 3],
    ['steps back on two signals', { signals7d: 2 }, 'step_back', 2],
    ['steps down at once after a step up', { signals7d: 2, lastStepUpAt: daysAgo(1) }, 'step_back', 2],
    ['steps back from the last week too', { week: 6, signals7d: 2 }, 'step_back', 5],
    ['has nothing below week 1', { week: 1, signals7d: 3 }, 'hold', 1],
    ['restarts after a restriction', { restricted: true, signals7d: 2 }, 'restart', 1],
    ['steps back after 30 idle days', { daysWithoutSending: 30 }, 'step_back', 2],
    ['does not step back after 29 idle days', { daysWithoutSending: 29 }, 'advance', 4],
    ['does not count one gap twice', { daysWithoutSending: 31, lastStepBackAt: daysAgo(1) }, 'hold', 3],
  ])('%s', (_, change, decision, week) => {
    expect(decideRamp({ ...healthy, ...change })).toMatchObject({ decision, week });
  });

  it('holds the other actions too while invitations are missing', () => {
    expect(decideRamp({ ...healthy, kind: 'message', missing7d: 3 }).decision).toBe('hold');
  });

  it('advances other actions on a week without a signal, whatever the invites say', () => {
    const message = { ...healthy, kind: 'message', invites: { sent: 60, accepted: 0 }, usedDays: 0 } as const;
    expect(decideRamp(message).decision).toBe('advance');
    expect(decideRamp({ ...message, signals7d: 1 }).decision).toBe('hold');
    expect(decideRamp({ ...message, signals7d: 2 }).decision).toBe('step_back');
  });

  it('follows a changed policy', () => {
    const strict = { ...RAMP_POLICY, advanceAcceptanceMin: 0.5 };
    expect(decideRamp(healthy, strict).decision).toBe('hold');
  });

  it('always gives a reason, with the figures it judged by', () => {
    expect(decideRamp({ ...healthy, invites: { sent: 50, accepted: 7 } }).reason).toBe(
      '14 % of 50 invites were accepted.',
    );
    expect(decideRamp(healthy).reason).toBe('40 % of 40 invites were accepted, no limit signal.');
  });
});

describe('for every situation', () => {
  const situation = fc.record({
    week: fc.integer({ min: 1, max: 6 }),
    signals7d: fc.nat(4),
    missing7d: fc.nat(4),
    sent: fc.nat(120),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    upDays: fc.nat(20),
    backDays: fc.option(fc.nat(40)),
    usedDays: fc.nat(5),
    idle: fc.nat(40),
    restricted: fc.boolean(),
    kind: fc.constantFrom('invite' as const, 'message' as const),
  });
  type Situation = typeof situation extends fc.Arbitrary<infer Made> ? Made : never;
  const inputOf = (made: Situation): RampInput => ({
    ...{
      week: made.week,
      weeks: 6,
      signals7d: made.signals7d,
      missing7d: made.missing7d,
      usedDays: made.usedDays,
      now,
    },
    ...{ lastStepUpAt: daysAgo(made.upDays), lastStepBackAt: made.backDays === null ? null : daysAgo(made.backDays) },
    ...{ restricted: made.restricted, daysWithoutSending: made.idle, kind: made.kind },
    invites: { sent: made.sent, accepted: Math.floor(made.sent * made.share) },
  });
  const weekOf = (input: RampInput) => decideRamp(input).week;

  it('a signal more, an acceptance less, a restriction or an idle day never raises the week of tomorrow', () => {
    fc.assert(
      fc.property(situation, fc.nat(3), (made, more) => {
        const input = inputOf(made);
        const { sent, accepted } = input.invites;
        const worse: RampInput[] = [
          { ...input, signals7d: input.signals7d + more },
          { ...input, missing7d: input.missing7d + more },
          { ...input, invites: { sent, accepted: Math.max(0, accepted - more) } },
          { ...input, restricted: true },
          { ...input, usedDays: Math.max(0, input.usedDays - more) },
          { ...input, daysWithoutSending: input.daysWithoutSending + more },
          { ...input, heldBecause: 'held' },
        ];
        for (const one of worse) expect(weekOf(one)).toBeLessThanOrEqual(weekOf(input));
      }),
    );
  });

  it('with a signal in the last 7 days the week never rises, and without a restriction it moves by one at most', () => {
    fc.assert(
      fc.property(situation, (made) => {
        const input = inputOf({ ...made, restricted: false });
        expect(Math.abs(weekOf(input) - input.week)).toBeLessThanOrEqual(1);
        if (input.signals7d > 0) expect(weekOf(input)).toBeLessThanOrEqual(input.week);
      }),
    );
  });
});
