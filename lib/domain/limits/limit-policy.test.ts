import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountCap } from './account-cap';
import { limitFor } from './catalogue';
import { type LimitChange, limitAsSet, limitOn, limitsAsSet, limitsOn } from './limit-policy';
import { localDay } from './windows';

const PUBLISHED = { default: 80, hard: 100 };
const MONDAY = new Date('2026-03-02T12:00:00Z');
const at = (hours: number) => new Date(MONDAY.getTime() + hours * 3_600_000);
const change = (field: 'cap' | 'hardCap', value: number | null, hours = 0): LimitChange => ({
  provider: 'linkedin',
  key: 'invite.day',
  plan: 'premium',
  field,
  value,
  changedAt: at(hours),
});
const on = (changes: LimitChange[], hours: number, timeZone = 'Europe/Berlin') =>
  limitOn(PUBLISHED, changes, { now: at(hours), timeZone });

describe('a changed limit', () => {
  it('holds at once when it is lower, and from the next local day when it is higher', () => {
    expect(on([change('cap', 40)], 0).default).toBe(40);
    expect(on([change('cap', 90)], 0).default).toBe(80);
    expect(on([change('cap', 90)], 10.9).default).toBe(80);
    expect(on([change('cap', 90)], 11).default).toBe(90);
  });

  it('begins its next day at the midnight of each account', () => {
    // Noon in London is 17:45 in Kathmandu and 04:00 in Los Angeles.
    expect(on([change('cap', 90)], 6.25, 'Asia/Kathmandu').default).toBe(90);
    expect(on([change('cap', 90)], 6.25, 'America/Los_Angeles').default).toBe(80);
    expect(on([change('cap', 90)], 20, 'America/Los_Angeles').default).toBe(90);
  });

  it('keeps the lowest of a day to the end of that day, whatever was set after it', () => {
    const changes = [change('cap', 40), change('cap', 60, 1)];
    expect(on(changes, 2).default).toBe(40);
    expect(on(changes, 24).default).toBe(60);
  });

  it('goes back to the published number where it is blank, and is none where it is 0', () => {
    expect(on([change('cap', 40), change('cap', null, 1)], 24).default).toBe(80);
    expect(on([change('cap', 40), change('cap', null, 1)], 2).default).toBe(40);
    expect(on([change('cap', 0)], 24).default).toBe(0);
  });

  it('never lets a default pass the hard cap', () => {
    expect(on([change('hardCap', 30)], 0)).toEqual({ default: 30, hard: 30 });
    expect(on([change('hardCap', 150), change('cap', 120)], 0)).toEqual({ default: 80, hard: 100 });
    expect(on([change('hardCap', 150), change('cap', 120)], 24)).toEqual({ default: 120, hard: 150 });
  });

  it('counts as one of today where the clock was set back', () => {
    expect(on([change('cap', 90)], -48).default).toBe(80);
    expect(on([change('cap', 40)], -48).default).toBe(40);
  });

  it('is of its own network, budget and plan alone', () => {
    const day = { now: at(24), timeZone: 'Europe/Berlin' };
    const limits = limitsOn([change('cap', 40)], day);
    expect(limits('invite.day', 'premium').default).toBe(40);
    expect(limits('invite.day', 'recruiter')).toEqual(limitFor('invite.day', 'recruiter'));
    expect(limits('message.day', 'premium')).toEqual(limitFor('message.day', 'premium'));
    const other = limitsAsSet([{ ...change('cap', 40), provider: 'whatsapp' }]);
    expect(other('invite.day', 'premium')).toEqual(limitFor('invite.day', 'premium'));
  });

  const someChange = fc
    .record({
      field: fc.constantFrom('cap' as const, 'hardCap' as const),
      value: fc.option(fc.nat(300)),
      hours: fc.integer({ min: -72, max: 72 }),
    })
    .map(({ field, value, hours }) => change(field, value, hours));
  const someChanges = fc
    .array(someChange, { maxLength: 8 })
    .map((changes) => changes.toSorted((a, b) => a.changedAt.getTime() - b.changedAt.getTime()));
  const someZone = fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Auckland');

  it('never raises what held when the local day began', () => {
    fc.assert(
      fc.property(someChanges, someZone, fc.integer({ min: -72, max: 96 }), (changes, timeZone, hours) => {
        const today = localDay(at(hours), timeZone);
        const before = changes.filter((one) => localDay(one.changedAt, timeZone) < today);
        const morning = limitAsSet(PUBLISHED, before);
        const now = limitOn(
          PUBLISHED,
          changes.filter((one) => one.changedAt <= at(hours)),
          {
            now: at(hours),
            timeZone,
          },
        );
        expect(now.default).toBeLessThanOrEqual(morning.default);
        expect(now.hard).toBeLessThanOrEqual(morning.hard);
      }),
    );
  });

  it('holds as it was set once every change is of a day before', () => {
    fc.assert(
      fc.property(someChanges, someZone, (changes, timeZone) => {
        expect(limitOn(PUBLISHED, changes, { now: at(120), timeZone })).toEqual(limitAsSet(PUBLISHED, changes));
      }),
    );
  });
});

describe('the cap of an account', () => {
  const limits = limitsAsSet([change('hardCap', 50)]);

  it('is its target, else the default, and never above the hard cap in force', () => {
    expect(accountCap('invite.day', { tier: 'premium', targets: {} })).toBe(80);
    expect(accountCap('invite.day', { tier: 'premium', targets: { invite: 90 } })).toBe(90);
    expect(accountCap('invite.day', { tier: 'premium', targets: { invite: 90 } }, limits)).toBe(50);
    expect(accountCap('invite.day', { tier: 'free', targets: { invite: 90 } })).toBe(50);
    expect(accountCap('withdraw.day', { tier: 'premium', targets: { withdraw: 0 } })).toBe(0);
  });

  it('is the lower of two targets where two actions share a budget', () => {
    expect(accountCap('profile_view.day', { tier: 'premium', targets: { visit: 60, resolve: 30 } })).toBe(30);
    expect(accountCap('profile_view.day', { tier: 'premium', targets: { resolve: 30 } })).toBe(30);
  });
});
