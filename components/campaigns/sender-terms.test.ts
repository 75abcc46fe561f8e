import { describe, expect, it } from 'vitest';
import type { Account, UsageFigure } from '@/lib/contracts/accounts';
import { limitFor } from '@/lib/domain/limits/catalogue';
import { effectiveCap } from '@/lib/domain/limits/effective-cap';
import { senderTerms } from './sender-terms';

const account: Account = {
  id: 'acc_1',
  provider: 'linkedin',
  tier: 'premium',
  name: 'Maya',
  state: 'running',
  stateReason: null,
  timeZone: 'Europe/Berlin',
  workingHours: [
    { day: 1, from: '09:00', to: '12:00' },
    { day: 1, from: '13:00', to: '17:00' },
    { day: 2, from: '09:00', to: '17:00' },
  ],
  daysOff: [],
  targets: {},
  ownerId: 'usr_1',
  connectedAt: '2026-11-01T08:00:00Z',
  pausedAt: null,
  pauseReason: null,
};

function figure(budget: string, window: string, cap: number | null, used: number): UsageFigure {
  const left = cap === null ? null : Math.max(0, cap - used);
  return {
    budget,
    window,
    cap,
    sent: used,
    reserved: 0,
    unknown: 0,
    used,
    left,
    effective: cap,
    bindingBudget: budget,
    resetsAt: null,
  };
}

describe('senderTerms', () => {
  it('lets the week bind once it has less left than the day', () => {
    const { terms } = senderTerms(
      account,
      [
        figure('invite.day', 'day', 80, 5),
        figure('invite.day', '24h', 80, 40),
        figure('ramp.invite.day', 'day', 60, 5),
        figure('invite.week', 'week', 200, 190),
      ],
      limitFor,
    );
    const cap = effectiveCap(terms.invite);
    expect(cap).toMatchObject({ effective: 15, binding: ['invite.week'], left: 10 });
  });

  it('counts the shared bucket with what other actions left of it', () => {
    const { terms } = senderTerms(
      account,
      [
        figure('message.day', 'day', 80, 10),
        figure('ramp.message.day', 'day', 80, 10),
        figure('engagement.day', 'day', 100, 70),
      ],
      limitFor,
    );
    expect(effectiveCap(terms.message)).toMatchObject({ effective: 40, binding: ['engagement.day'] });
  });

  it('knows nothing while a budget is missing or unknown, rather than something larger', () => {
    expect(effectiveCap(senderTerms(account, [], limitFor).terms.invite).effective).toBeNull();
    const { terms } = senderTerms(
      account,
      [
        figure('invite.day', 'day', 80, 0),
        figure('ramp.invite.day', 'day', null, 0),
        figure('invite.week', 'week', 200, 0),
      ],
      limitFor,
    );
    expect(effectiveCap(terms.invite)).toMatchObject({ effective: null, binding: ['ramp.invite.day'] });
  });

  it('names each working day once', () => {
    expect(senderTerms(account, [], limitFor).workingDays).toEqual([1, 2]);
  });
});
