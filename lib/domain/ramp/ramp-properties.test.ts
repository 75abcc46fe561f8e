import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountCap } from '../limits/account-cap';
import { limitFor } from '../limits/catalogue';
import { RAMP_KINDS, type RampKind, TIERS } from '../limits/constants';
import { decideRamp, RAMP_POLICY, type RampInput } from './decide-ramp';
import { planDay } from './plan-day';

const DAY_MS = 86_400_000;
const MONDAY = new Date('2026-11-23T07:00:00Z');
const plus = (from: Date, days: number) => new Date(from.getTime() + days * DAY_MS);

/** What each kind is ramped up to, with whatever a person may have set. */
const account = fc.record({
  tier: fc.constantFrom(...TIERS),
  targets: fc.record(
    {
      invite: fc.integer({ min: 0, max: 400 }),
      message: fc.integer({ min: 0, max: 400 }),
      inmail: fc.integer({ min: 0, max: 400 }),
      visit: fc.integer({ min: 0, max: 400 }),
      comment: fc.integer({ min: 0, max: 400 }),
      reaction: fc.integer({ min: 0, max: 400 }),
    },
    { requiredKeys: [] },
  ),
});
type Account = typeof account extends fc.Arbitrary<infer Made> ? Made : never;
const dayCapsOf = (made: Account) =>
  Object.fromEntries(RAMP_KINDS.map((kind) => [kind, accountCap(`${kind}.day`, made)])) as Record<RampKind, number>;

const evidence = fc.record({
  week: fc.integer({ min: 1, max: 6 }),
  weeks: fc.constantFrom(4, 6),
  sent: fc.nat(120),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  signals7d: fc.nat(4),
  missing7d: fc.nat(4),
  usedDays: fc.nat(5),
  idle: fc.nat(40),
  upDays: fc.nat(20),
  backDays: fc.option(fc.nat(40)),
});
type Evidence = typeof evidence extends fc.Arbitrary<infer Made> ? Made : never;

function inputOf(made: Evidence): RampInput {
  const { week, weeks, signals7d, missing7d, usedDays } = made;
  return {
    ...{ week, weeks, signals7d, missing7d, usedDays, now: MONDAY, restricted: false },
    invites: { sent: made.sent, accepted: Math.floor(made.sent * made.share) },
    daysWithoutSending: made.idle,
    lastStepUpAt: plus(MONDAY, -made.upDays),
    lastStepBackAt: made.backDays === null ? null : plus(MONDAY, -made.backDays),
  };
}

/** The day that follows from a situation, drawn with one seed. */
function dayOf(input: RampInput, made: Account, seed: string) {
  const week = decideRamp(input).week;
  const otherWeek = decideRamp({ ...input, kind: 'message' }).week;
  return planDay({ seed, week, otherWeek, weeks: input.weeks, dayCaps: dayCapsOf(made), ceilings: {} });
}

it('a signal never raises a cap or a target of tomorrow, of any kind', () => {
  fc.assert(
    fc.property(evidence, account, fc.string(), fc.integer({ min: 1, max: 4 }), (made, owner, seed, more) => {
      const input = inputOf(made);
      const before = dayOf(input, owner, seed);
      for (const worse of [
        { ...input, signals7d: input.signals7d + more },
        { ...input, missing7d: input.missing7d + more },
        { ...input, heldBecause: 'A send without a known outcome in the last day.' },
        { ...input, restricted: true },
      ]) {
        const after = dayOf(worse, owner, seed);
        for (const kind of RAMP_KINDS) {
          expect(after.caps[kind]).toBeLessThanOrEqual(before.caps[kind]);
          expect(after.targets[kind]).toBeLessThanOrEqual(before.targets[kind]);
        }
      }
    }),
  );
});

it('no cap and no target is above the hard cap of the plan, whatever a person has set', () => {
  fc.assert(
    fc.property(evidence, account, fc.string(), (made, owner, seed) => {
      const { caps, targets } = dayOf(inputOf(made), owner, seed);
      for (const kind of RAMP_KINDS) {
        expect(caps[kind]).toBeLessThanOrEqual(limitFor(`${kind}.day`, owner.tier).hard);
        expect(targets[kind]).toBeLessThanOrEqual(caps[kind]);
      }
    }),
  );
});

interface BadWeek {
  week: number;
  /** When the limit signals of the week came, in days from its Monday. */
  signals: number[];
  /** Invites of the two weeks before, of which few were accepted. */
  invites: { at: number; accepted: boolean }[];
  /** Days of decisions after the Monday, the bad week included. */
  days: number;
  kind: RampKind;
}

/** Decides day by day as the app does: evidence dated before the last step back is spent. */
function stepsBack({ week: first, signals, invites, days, kind }: BadWeek): number {
  let week = first;
  let lastStepBackAt: Date | null = null;
  let lastStepUpAt = plus(MONDAY, -30);
  let steps = 0;
  for (let day = 0; day < days; day += 1) {
    const now = plus(MONDAY, day);
    const spentUntil = (lastStepBackAt ?? plus(MONDAY, -90)).getTime();
    const fresh = (at: number) => plus(MONDAY, at).getTime() > spentUntil && plus(MONDAY, at) <= now;
    const young = plus(now, -RAMP_POLICY.inviteAgeDaysMin);
    const old = plus(now, -RAMP_POLICY.inviteAgeDaysMax);
    const judged = invites.filter(({ at }) => fresh(at) && plus(MONDAY, at) <= young && plus(MONDAY, at) > old);
    const decided = decideRamp({
      ...{ week, weeks: 6, now, kind, lastStepUpAt, lastStepBackAt, usedDays: 5, restricted: false },
      ...{ missing7d: 0, daysWithoutSending: 0 },
      invites: { sent: judged.length, accepted: judged.filter((one) => one.accepted).length },
      signals7d: signals.filter((at) => fresh(at) && plus(MONDAY, at) > plus(now, -7)).length,
    });
    if (decided.decision === 'step_back') {
      steps += 1;
      lastStepBackAt = now;
    }
    if (decided.decision === 'advance') lastStepUpAt = now;
    week = decided.week;
  }
  return steps;
}

const badWeek = fc.record({
  week: fc.integer({ min: 2, max: 6 }),
  signals: fc.array(fc.double({ min: -6, max: 0, noNaN: true }), { maxLength: 8 }),
  invites: fc.array(fc.record({ at: fc.double({ min: -13, max: -3, noNaN: true }), accepted: fc.constant(false) }), {
    maxLength: 120,
  }),
  days: fc.integer({ min: 1, max: 28 }),
  kind: fc.constantFrom('invite' as const, 'message' as const),
});

it('one bad week costs one step, however many days it is looked back upon', () => {
  fc.assert(
    fc.property(badWeek, (made) => {
      expect(stepsBack(made)).toBeLessThanOrEqual(1);
    }),
  );
  const worst = { week: 6, signals: [-1, -2, -3], invites: [], days: 28, kind: 'invite' as const };
  expect(stepsBack(worst)).toBe(1);
});

it('each further step back takes two signals of its own, so that the same evidence never counts twice', () => {
  const running = badWeek.map((made) => ({ ...made, invites: [], signals: made.signals.map((at) => at + 6) }));
  fc.assert(
    fc.property(running, (made) => {
      expect(stepsBack(made)).toBeLessThanOrEqual(Math.floor(made.signals.length / 2));
    }),
  );
});
