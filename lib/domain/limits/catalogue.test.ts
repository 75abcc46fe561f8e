import { describe, expect, it } from 'vitest';
import {
  LINKEDIN_LIMITS,
  LINKEDIN_READ_LIMITS,
  limitFor,
  MIN_GAP_MS,
  OTHER_LIMITS,
  RAMP_START,
  riskLineFor,
} from './catalogue';
import { ACCOUNT_BUDGETS, ACTIONS, type AccountBudget, RAMP_KINDS, TIERS, type Tier } from './constants';
import { POLICY_VALUES } from './policy-values';

describe('the limit catalogue', () => {
  it('has exactly one row for every budget of an account', () => {
    expect(LINKEDIN_LIMITS.map((rule) => rule.budget).sort()).toEqual(
      [...ACCOUNT_BUDGETS, ...ACTIONS.map((action) => `attempt.${action}.day`)].sort(),
    );
  });

  it.each<[AccountBudget, Tier, number, number]>([
    ['invite.day', 'free', 25, 50],
    ['invite.day', 'recruiter', 80, 100],
    ['invite.week', 'free', 150, 150],
    ['invite.week', 'premium', 200, 250],
    ['invite_note.month', 'free', 5, 5],
    ['message.day', 'free', 50, 100],
    ['message.day', 'sales_navigator', 80, 100],
    ['message.hour', 'free', 20, 50],
    ['engagement.day', 'premium', 100, 100],
    ['profile_view.day', 'free', 80, 80],
    ['profile_view.day', 'premium', 100, 100],
    ['inmail.day', 'free', 0, 0],
    ['inmail.day', 'premium', 5, 50],
    ['inmail_open.month', 'free', 0, 0],
    ['inmail_open.month', 'recruiter_lite', 800, 800],
    ['withdraw.day', 'free', 100, 100],
  ])('gives %s on %s a default of %i and a hard cap of %i', (budget, tier, normal, hard) => {
    expect(limitFor(budget, tier)).toEqual({ default: normal, hard });
  });

  it('never has a default above the hard cap', () => {
    for (const rule of LINKEDIN_LIMITS) {
      for (const tier of TIERS) expect(rule.perTier[tier].default).toBeLessThanOrEqual(rule.perTier[tier].hard);
    }
  });

  it('names what its sources say, verbatim where there is a page to quote, and a date for every number', () => {
    for (const row of [...LINKEDIN_LIMITS, ...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS, ...POLICY_VALUES]) {
      const name = 'budget' in row ? row.budget : `${row.provider} ${row.key}`;
      expect(row.sources.length, name).toBeGreaterThan(0);
      for (const { source, says, quote } of row.sources) {
        expect(says, name).not.toBe('');
        expect(quote === undefined, `${name} of ${source}`).toBe(source === 'W' || source === 'D');
      }
      expect(row.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    for (const rule of LINKEDIN_LIMITS) expect(rule.window).toBe(rule.budget.split('.').at(-1));
  });

  it('names each limit of a network once', () => {
    const names = [...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS, ...POLICY_VALUES].map(
      (row) => `${row.provider} ${row.key}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('words the risk lines as the sources do', () => {
    expect(riskLineFor('invite.day', 'free')).toEqual({ op: '>', value: 30 });
    expect(riskLineFor('invite.day', 'premium')).toEqual({ op: '>', value: 90 });
    expect(riskLineFor('inmail.day', 'premium')).toEqual({ op: '>=', value: 15 });
    expect(riskLineFor('engagement.day', 'premium')).toBeNull();
  });

  it('has a gap for every action and a ramp start for every kind', () => {
    expect(Object.keys(MIN_GAP_MS).sort()).toEqual([...ACTIONS].sort());
    expect(Object.keys(RAMP_START).sort()).toEqual([...RAMP_KINDS].sort());
  });
});
