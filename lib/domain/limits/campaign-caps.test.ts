import { describe, expect, it } from 'vitest';
import { capMessage, capScale, capValueText, effectiveCampaignCaps, zoneOf } from './campaign-caps';
import { limitFor } from './catalogue';
import type { CapKind } from './constants';
import type { Limits } from './limit-policy';

const blank = { dailyLimit: null, invite: null, message: null, inmail: null };

describe('the caps of a campaign', () => {
  it.each([
    [blank, { invite: 80, message: 80, inmail: 5 }],
    [
      { ...blank, dailyLimit: 20 },
      { invite: 20, message: 20, inmail: 20 },
    ],
    [
      { ...blank, dailyLimit: 20, inmail: 3 },
      { invite: 20, message: 20, inmail: 3 },
    ],
    [
      { ...blank, invite: 0 },
      { invite: 0, message: 80, inmail: 5 },
    ],
    [
      { ...blank, dailyLimit: 0 },
      { invite: 0, message: 0, inmail: 0 },
    ],
    [
      { ...blank, dailyLimit: 0, message: 7 },
      { invite: 0, message: 7, inmail: 0 },
    ],
  ])('%o mean %o', (input, caps) => {
    expect(effectiveCampaignCaps(input)).toEqual(caps);
  });
});

describe('the zones of a cap', () => {
  it.each<[CapKind, number, string]>([
    ['invite', 0, 'off'],
    ['invite', 1, 'calm'],
    ['invite', 80, 'calm'],
    ['invite', 81, 'caution'],
    ['invite', 90, 'caution'],
    ['invite', 91, 'red'],
    ['message', 80, 'calm'],
    ['message', 90, 'caution'],
    ['message', 91, 'red'],
    ['inmail', 5, 'calm'],
    ['inmail', 6, 'caution'],
    ['inmail', 14, 'caution'],
    ['inmail', 15, 'red'],
    ['inmail', 50, 'red'],
  ])('%s at %i is %s', (kind, value, zone) => {
    expect(zoneOf(kind, value)).toBe(zone);
  });

  it('are narrower on a free account', () => {
    expect([25, 26, 30, 31].map((value) => zoneOf('invite', value, { tier: 'free' }))).toEqual([
      'calm',
      'caution',
      'caution',
      'red',
    ]);
  });

  it('have scales that end at the hard caps 100, 100 and 50', () => {
    expect(capScale('invite')).toEqual({
      min: 0,
      max: 100,
      step: 1,
      default: 80,
      caution: 81,
      risk: { op: '>', value: 90 },
    });
    expect(capScale('message').max).toBe(100);
    expect(capScale('inmail')).toEqual({
      min: 0,
      max: 50,
      step: 1,
      default: 5,
      caution: 6,
      risk: { op: '>=', value: 15 },
    });
  });
});

describe('the limits that an admin has changed', () => {
  const limits: Limits = (budget, tier) =>
    budget === 'invite.day' ? { default: 40, hard: 60 } : limitFor(budget, tier);

  it('make the scale: its end, its default, and what a blank field means', () => {
    expect(capScale('invite', { limits })).toMatchObject({ max: 60, default: 40, caution: 41 });
    expect(effectiveCampaignCaps(blank, limits)).toEqual({ invite: 40, message: 80, inmail: 5 });
  });

  it('move no risk line: a value under it is above the default at most', () => {
    expect([40, 41, 90, 91].map((value) => zoneOf('invite', value, { limits }))).toEqual([
      ...['calm', 'caution', 'caution', 'red'],
    ]);
    expect(capMessage('invite', 91, { limits })).toContain('Our default is 40.');
  });
});

describe('the words of a cap', () => {
  it.each<[CapKind, number, string, string]>([
    ['invite', 0, 'Off. This campaign sends no invites.', '0, off'],
    ['message', 0, 'Off. This campaign sends no messages.', '0, off'],
    ['invite', 80, 'OK: 10 under the risk line', '80 a day, 10 under the risk line'],
    ['invite', 85, 'Above our default. 5 under the risk line.', '85 a day, above default, 5 under the risk line'],
    ['invite', 90, 'At the risk line. 90 is the highest we recommend.', '90 a day, at the risk line'],
    [
      'invite',
      97,
      'Above the risk line by 7. LinkedIn may restrict the account. Our default is 80.',
      '97 a day, warning, 7 over the risk line',
    ],
    ['inmail', 14, 'Above our default. 1 under the risk line.', '14 a day, above default, 1 under the risk line'],
    ['inmail', 15, 'At the start of the risk zone', '15 a day, warning, at the start of the risk zone'],
    [
      'inmail',
      16,
      'Above the risk line by 1. LinkedIn may restrict the account. Our default is 5.',
      '16 a day, warning, 1 over the risk line',
    ],
  ])('%s at %i reads "%s"', (kind, value, chip, spoken) => {
    expect(capMessage(kind, value)).toBe(chip);
    expect(capValueText(kind, value)).toBe(spoken);
  });
});
