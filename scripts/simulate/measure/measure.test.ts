import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lib/simulator/ledger';
import { fullestWindow, overCaps } from './caps';
import type { Facts, MeasuredAccount } from './facts';
import { gapCv, pacingOf } from './pacing';
import { bestRampCap, wantedInvites, workingDates } from './plan';
import { duplicatesIn, ledgerSha256, reportOf } from './report';
import { callsDuringStops, mostLimitAnswersADay } from './stops';
import { inviteUtilisationOf, utilisationOf } from './use';

const ACCOUNT: MeasuredAccount = {
  ...{ id: 'acc_one', providerId: 'prv_one', timeZone: 'Europe/Berlin', tier: 'premium', rampWeeks: 4 },
};
/** A Monday, 05:00 in Berlin. */
const START = new Date('2026-03-02T04:00:00.000Z');

function line(at: string, more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    ...{ seq: 1, at, realAt: at, accountId: 'prv_one', action: 'invite', personId: null, slug: at, note: false },
    ...{ open: false, requestId: 'r', resultId: null, outcome: 'accepted', ...more },
  };
}

const KINDS = { invite: 10, message: 0, inmail: 0, profile_view: 0, comment: 0, reaction: 0 };
function facts(lines: LedgerLine[], more: Partial<Facts> = {}): Facts {
  return {
    ...{ start: START, days: 7, accounts: [ACCOUNT], lines, opened: [], violations: {}, restrictedAccounts: 0 },
    ...{ refusals: {}, ...more },
  };
}
const minutes = (count: number, every: number, from = '2026-03-02T08:00:00.000Z') =>
  Array.from({ length: count }, (_, n) => line(new Date(Date.parse(from) + n * every * 60_000).toISOString()));

describe('the rhythm', () => {
  it('of equal gaps has no variation, and only days with twenty sends are judged', () => {
    expect(pacingOf(facts(minutes(25, 7)))).toMatchObject({ gapCv: 0 });
    expect(pacingOf(facts(minutes(19, 7)))).toEqual({ gapCv: null, maxMinuteShare: null });
    expect(gapCv([0, 1, 4].map((n) => new Date(n)))).toBeCloseTo(0.5);
  });

  it('tells the share of the fullest minute', () => {
    expect(pacingOf(facts(minutes(20, 15, '2026-03-02T03:00:00.000Z'))).maxMinuteShare).toBe(0.25);
  });
});

describe('caps', () => {
  it('are passed by the send after the last allowed one, of a rolling window and of the ramp’s best week', () => {
    expect(overCaps(facts(minutes(10, 7)))).toBe(0);
    expect(overCaps(facts(minutes(11, 7)))).toBe(1);
    const messages = minutes(21, 1).map((one) => ({ ...one, action: 'message' as const }));
    expect(overCaps(facts(messages))).toBe(1);
    expect(fullestWindow(messages, 'message.hour')).toBe(21);
  });

  it('of the ramp rise once in seven days, under the smoothed week', () => {
    const [play, dates] = [facts([], { days: 28 }), workingDates({ start: START, days: 28 }, 'Europe/Berlin')];
    expect(dates).toHaveLength(20);
    expect(dates.filter((_, n) => n % 5 === 0).map((date) => bestRampCap(play, ACCOUNT, date))).toEqual([
      10, 20, 40, 80,
    ]);
    expect(wantedInvites(play, ACCOUNT, dates[19] ?? '')).toBe(40);
  });
});

describe('stops', () => {
  const refused = (at: string) => line(at, { outcome: 'refused', refusal: 'limit:invite.week' });

  it('last from a limit answer to the next working day’s opening, the second one two of them', () => {
    const [monday, tuesday] = [refused('2026-03-02T10:00:00.000Z'), refused('2026-03-03T10:00:00.000Z')];
    expect(callsDuringStops(facts([monday, line('2026-03-02T12:00:00.000Z')]))).toBe(1);
    expect(callsDuringStops(facts([monday, line('2026-03-03T08:00:00.000Z')]))).toBe(0);
    expect(callsDuringStops(facts([monday, tuesday, line('2026-03-04T12:00:00.000Z')]))).toBe(1);
    expect(callsDuringStops(facts([monday, tuesday, line('2026-03-05T12:00:00.000Z')]))).toBe(0);
  });

  it('hold one action alone, and calls on a lost account count too', () => {
    const message = line('2026-03-02T12:00:00.000Z', { action: 'message' });
    expect(callsDuringStops(facts([refused('2026-03-02T10:00:00.000Z'), message]))).toBe(0);
    expect(callsDuringStops(facts([], { violations: { account_disconnected: 2, repeated_message: 1 } }))).toBe(2);
  });

  it('tell the most limit answers that one day had', () => {
    const day = ['2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z', '2026-03-03T10:00:00.000Z'].map(refused);
    expect(mostLimitAnswersADay(facts(day))).toBe(2);
  });
});

describe('use', () => {
  const opened = [{ accountId: 'acc_one', localDate: '2026-03-02', caps: KINDS, targets: KINDS, due: { invite: 8 } }];

  it('is sends over the smaller of target and people due; one day cannot make up for another', () => {
    expect(utilisationOf(facts(minutes(4, 7), { opened }))).toBe(0.5);
    expect(utilisationOf(facts(minutes(10, 7), { opened }))).toBe(1);
    expect(utilisationOf(facts([]))).toBeNull();
  });

  it('of the invites is measured by the policy alone', () => {
    expect(inviteUtilisationOf(facts(minutes(25, 7)))).toBe(0.5);
  });
});

describe('the report', () => {
  it('counts whoever got more than one invitation or more messages than the sequence has', () => {
    const twice = [line('a', { slug: 'p' }), line('b', { slug: 'p' }), line('c', { slug: 'q', action: 'message' })];
    expect(duplicatesIn(twice, 1)).toBe(1);
    expect(duplicatesIn([...twice, line('d', { slug: 'q', action: 'message' })], 1)).toBe(2);
  });

  it('hashes what was asked, whatever its order and its random ids', () => {
    const [a, b] = [line('2026-03-02T08:00:00.000Z'), line('2026-03-02T09:00:00.000Z')];
    expect(ledgerSha256([b, { ...a, requestId: 'x', realAt: 'y', seq: 9 }])).toBe(ledgerSha256([a, b]));
    expect(ledgerSha256([a, { ...b, slug: 'other' }])).not.toBe(ledgerSha256([a, b]));
  });

  it('counts what was sent outside the hours of the account’s own zone', () => {
    const early = line('2026-03-02T07:59:00.000Z');
    const options = { seed: '1', world: 'standard', accounts: 1, days: 7 } as const;
    const report = reportOf(options, facts([early, line('2026-03-02T08:00:00.000Z')]), {
      messagesEach: 2,
      wallSeconds: 1,
    });
    expect(report).toMatchObject({ outsideHours: 1, sends: { invite: 2 } });
  });
});
