import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MIN_GAP_MS } from '../limits/catalogue';
import { budgetWindowOf } from '../limits/windows';
import { calendarOf } from './calendar';
import type { ForecastFacts } from './facts';
import { drawsFor, forecastNow } from './forecast';
import type { AccountRun } from './play-account';
import { playAccount } from './play-account';
import type { Stage } from './stage';
import { setStage } from './stage';
import { accountFacts, campaignFacts, forecastFacts, queuedPeople, stepAt, WEDNESDAY } from './testing';

const PLAN = { seed: 'test', draws: 3, comparedDraws: 1, horizonDays: 120 };

/** Plays the first account and answers what is left in memory: every send of every budget with its moment. */
function played(facts: ForecastFacts, seed = 'test:0'): { stage: Stage; run: AccountRun } {
  const [account] = facts.accounts;
  if (account === undefined || account.schedule === null) throw new Error('the facts need an account with a schedule');
  const calendar = calendarOf(account.schedule, facts.now);
  const stage = setStage(facts, { seed, account, calendar, without: null });
  const playing = playAccount(stage, { now: facts.now, horizonDays: 120, untilMs: null });
  let step = playing.next();
  while (step.done !== true) step = playing.next();
  return { stage, run: step.value };
}

const world = fc.record({
  people: fc.integer({ min: 1, max: 60 }),
  caps: fc.record({ invite: fc.nat(30), message: fc.nat(20), inmail: fc.nat(5) }),
  target: fc.option(fc.nat(40)),
  tier: fc.constantFrom('free' as const, 'premium' as const, 'sales_navigator' as const),
  smoothWeek: fc.boolean(),
  acceptance: fc.double({ min: 0, max: 1, noNaN: true }),
  week: fc.integer({ min: 0, max: 6 }),
  note: fc.option(fc.constantFrom('wait' as const, 'without' as const, 'skip' as const)),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
});
type World = typeof world extends fc.Arbitrary<infer Made> ? Made : never;

function factsOf(made: World): ForecastFacts {
  const { people, caps, target, tier, smoothWeek, acceptance, week, note, days } = made;
  const base = accountFacts();
  const stand = { ...base.invites, week };
  const workingHours = days.map((day) => ({ day, from: '09:00', to: '17:30' }));
  const account = accountFacts({
    tier,
    targets: target === null ? {} : { invite: target },
    schedule: { timeZone: 'Europe/Berlin', workingHours, daysOff: [] },
    odds: { ...base.odds, acceptance },
    invites: stand,
    others: stand,
    credits: 10,
  });
  const steps = [
    stepAt(1, 'visit'),
    stepAt(2, 'invite', note === null ? {} : { note: 'Hi', notePolicy: note }),
    stepAt(3, 'wait_accepted', { timeoutDays: 5 }),
    stepAt(4, 'message'),
    stepAt(5, 'inmail', { id: 'otherwise', parentId: 'wait_accepted3', branch: 'otherwise' }),
  ];
  const other = campaignFacts({ id: 'cmp_2', name: 'Other' });
  return forecastFacts({
    accounts: [account],
    campaigns: [campaignFacts({ caps, smoothWeek, steps }), other],
    people: [...queuedPeople(people), ...queuedPeople(30, { campaignId: 'cmp_2' })],
  });
}

/** The most moments that any window of a width holds. */
function mostIn(times: readonly number[], widthMs: number): number {
  let from = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while ((times[from] ?? at) <= at - widthMs) from += 1;
    most = Math.max(most, index + 1 - from);
  }
  return most;
}

it('no budget of any window is passed in any draw', () => {
  fc.assert(
    fc.property(world, fc.nat(1_000), (made, seed) => {
      const { stage } = played(factsOf(made), `s:${seed}`);
      for (const counters of stage.ledger.counters.values())
        for (const { key, cap, times } of counters.values()) {
          // The ramp's own caps change from day to day; the next test looks at those.
          if (key.startsWith('ramp.') || key === 'inmail_credit.month') continue;
          expect({ key, passed: mostIn(times, budgetWindowOf(key).widthMs) > cap }).toEqual({ key, passed: false });
        }
    }),
    { numRuns: 25 },
  );
});

it('no day has more invites than its ramp, and none is outside the hours or closer than the gap', () => {
  fc.assert(
    fc.property(world, (made) => {
      const { stage, run } = played(factsOf(made));
      for (const day of run.days) {
        const invites = [...day.sent.values()].reduce((sum, sent) => sum + (sent.get('invite') ?? 0), 0);
        expect(invites).toBeLessThanOrEqual(day.caps.invite);
      }
      const times = stage.ledger.counters.get('')?.get('invite.day')?.times ?? [];
      const open = Array.from({ length: 120 }, (_, index) => stage.calendar(index).intervals).flat();
      const closed = times.filter((at) => !open.some(({ from, to }) => from.getTime() <= at && at < to.getTime()));
      expect(closed).toEqual([]);
      const near = times.filter((at, index) => index > 0 && at - (times[index - 1] ?? 0) < MIN_GAP_MS.invite);
      expect(near).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

it('more people are never written to sooner', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (some, more) => {
      const begunAt = (people: number) => played(forecastFacts({ people: queuedPeople(people) })).run.begunAtMs ?? 0;
      expect(begunAt(some + more)).toBeGreaterThanOrEqual(begunAt(some));
    }),
    { numRuns: 25 },
  );
});

it('the end is that of the last wait, not of whoever accepts weeks after it', () => {
  const steps = [stepAt(1, 'invite'), stepAt(2, 'wait_accepted', { timeoutDays: 3 }), stepAt(3, 'message')];
  const campaigns = [campaignFacts({ steps })];
  for (let seed = 0; seed < 10; seed += 1) {
    const { run } = played(forecastFacts({ campaigns, people: queuedPeople(30) }), `late:${seed}`);
    const days = ((run.endedAtMs ?? Number.POSITIVE_INFINITY) - (run.begunAtMs ?? 0)) / 86_400_000;
    // Three days, and a weekend before the message of one who accepted at the end of it.
    expect(days).toBeLessThanOrEqual(6);
  }
});

it('the same facts and seed give the same forecast, another seed another one', () => {
  const facts = forecastFacts({ people: queuedPeople(120) });
  expect(forecastNow(facts, PLAN)).toEqual(forecastNow(facts, PLAN));
  expect(forecastNow(facts, { ...PLAN, seed: 'other' })).not.toEqual(forecastNow(facts, PLAN));
});

it('everybody is written to once, and the usual share of them accepts and gets a message', () => {
  const facts = forecastFacts({ people: queuedPeople(200) });
  const { run } = played(facts);
  const sum = (action: 'invite' | 'message') =>
    run.days.reduce((total, day) => total + (day.sent.get('cmp_1')?.get(action) ?? 0), 0);
  // 2 % are connected already, 4 % out of network.
  expect(sum('invite')).toBeGreaterThan(175);
  expect(sum('invite')).toBeLessThanOrEqual(200);
  expect(sum('message')).toBeGreaterThan(80);
  expect(run.left.size).toBe(0);
});

it.each([
  [
    'a cap of 0',
    { campaigns: [campaignFacts({ caps: { invite: 0, message: 80, inmail: 5 } })] },
    'campaign.invite.day',
  ],
  ['a target of 0', { accounts: [accountFacts({ targets: { invite: 0 } })] }, 'invite.day'],
  ['an account without a zone', { accounts: [accountFacts({ schedule: null })] }, 'no_time_zone'],
  ['a paused account', { accounts: [accountFacts({ idle: 'account_paused' as const })] }, 'account_paused'],
  [
    'no working hours',
    { accounts: [accountFacts({ schedule: { timeZone: 'Europe/Berlin', workingHours: [], daysOff: [] } })] },
    'no_hours',
  ],
])('%s never finishes and says why', (_, more, code) => {
  const { begunAt, doneAt, finished, left } = forecastNow(forecastFacts(more), PLAN);
  expect({ begunAt: begunAt.late, doneAt: doneAt.likely, finished }).toEqual({
    begunAt: null,
    doneAt: null,
    finished: 0,
  });
  expect(left[0]?.code).toBe(code);
});

it('says which budget binds on which day: the ramp at first', () => {
  const { days } = forecastNow(forecastFacts({ people: queuedPeople(200) }), { ...PLAN, draws: 5 });
  const codes = days
    .slice(0, 6)
    .flatMap((day) => day.holds.filter((hold) => hold.action === 'invite').map((hold) => hold.code));
  expect(codes).toContain('ramp.invite.day');
  expect(days.every((day) => day.total.early <= day.total.likely && day.total.likely <= day.total.late)).toBe(true);
});

it('says what another campaign of the account loses, and how much later this one is for it', () => {
  const facts = forecastFacts({
    campaigns: [campaignFacts(), campaignFacts({ id: 'cmp_2', name: 'Other' })],
    people: [...queuedPeople(150), ...queuedPeople(150, { campaignId: 'cmp_2' })],
  });
  const [rival] = forecastNow(facts, PLAN).rivals;
  expect(rival).toMatchObject({ campaignId: 'cmp_2', name: 'Other', accountIds: ['acc_1'] });
  expect(rival?.losesSends).toBeGreaterThan(20);
  expect(rival?.delaysDays).toBeGreaterThanOrEqual(3);
  expect(forecastNow(forecastFacts(), PLAN).rivals).toEqual([]);
});

it('a campaign whose people are all done is over before it begins', () => {
  const { firstAt, doneAt, days } = forecastNow(forecastFacts({ people: [] }), PLAN);
  expect({ first: firstAt.likely, done: doneAt.likely, days }).toEqual({ first: null, done: WEDNESDAY, days: [] });
});

it('makes fewer draws of more people, always an odd number', () => {
  expect(drawsFor(1_000, 0)).toEqual({ draws: 15, comparedDraws: 0 });
  for (const people of [0, 1, 500, 3_000, 100_000])
    for (const rivals of [0, 1, 3]) expect(drawsFor(people, rivals).draws % 2).toBe(1);
  expect(drawsFor(100_000, 3).draws).toBe(5);
});
