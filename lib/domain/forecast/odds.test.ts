import fc from 'fast-check';
import { expect, it } from 'vitest';
import { acceptanceDelayMs, acceptedBy, drawAcceptanceMs, drawProfile, drawReplyMs, oddsOf, USUAL_ODDS } from './odds';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

it.each([
  ['an hour', HOUR_MS, 0.21],
  ['a day', DAY_MS, 0.63],
  ['a week', 7 * DAY_MS, 0.88],
  ['a month', 30 * DAY_MS, 0.99],
])('%s has seen its share of the acceptances', (_, ms, share) => {
  expect(acceptedBy(ms)).toBeCloseTo(share, 6);
  expect(acceptanceDelayMs(share)).toBeCloseTo(ms, 0);
});

it('the delay of a share is the age that has seen it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (share) => {
      expect(acceptedBy(acceptanceDelayMs(share))).toBeCloseTo(share, 6);
    }),
  );
});

const seeds = Array.from({ length: 4_000 }, (_, index) => `seed:${index}`);

it('draws as many acceptances as the odds say, at the ages of the curve', () => {
  const drawn = seeds.map((seed) => drawAcceptanceMs(seed, 0.37)).filter((ms) => ms !== null);
  expect(drawn.length / seeds.length).toBeCloseTo(0.37, 1);
  expect(drawn.filter((ms) => ms <= DAY_MS).length / drawn.length).toBeCloseTo(0.63, 1);
});

it('an invitation that waits since a week is accepted later, if at all, and seldom', () => {
  const drawn = seeds.map((seed) => drawAcceptanceMs(seed, 0.37, 7 * DAY_MS)).filter((ms) => ms !== null);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(7 * DAY_MS);
  // 12 % of 37 % are still to come, of the 67 % who have not accepted.
  expect(drawn.length / seeds.length).toBeCloseTo((0.37 * 0.12) / (1 - 0.37 * 0.88), 1);
});

it('nobody accepts or answers at odds of 0, everybody does at odds of 1', () => {
  for (const seed of seeds.slice(0, 50)) {
    expect(drawAcceptanceMs(seed, 0)).toBeNull();
    expect(drawReplyMs(seed, 0)).toBeNull();
    expect(drawAcceptanceMs(seed, 1)).not.toBeNull();
    expect(drawReplyMs(seed, 1)).toBeLessThan(2 * DAY_MS);
  }
});

it('finds as many connections and people out of network as the odds say', () => {
  const degrees = seeds.map((seed) => drawProfile(seed, USUAL_ODDS).degree);
  expect(degrees.filter((degree) => degree === 1).length / seeds.length).toBeCloseTo(0.02, 1.5);
  expect(degrees.filter((degree) => degree === 4).length / seeds.length).toBeCloseTo(0.04, 1.5);
});

const NONE = {
  invites: [],
  messaged: 0,
  replied: 0,
  lookedUp: { all: 0, connected: 0, outOfNetwork: 0, openProfile: 0 },
};

it('an account without a history has the usual odds; a long one decides by itself', () => {
  expect(oddsOf(NONE)).toEqual(USUAL_ODDS);
  const old = { ...NONE, invites: [{ ageMs: 60 * DAY_MS, sent: 5_000, accepted: 500 }] };
  expect(oddsOf(old).acceptance).toBeCloseTo(0.1, 2);
});

it('young invitations count only for what can have come of them', () => {
  const young = { ...NONE, invites: [{ ageMs: HOUR_MS, sent: 1_000, accepted: 78 }] };
  // 78 of 1,000 within an hour is what 37 % in the end look like.
  expect(oddsOf(young).acceptance).toBeCloseTo(0.37, 2);
});
