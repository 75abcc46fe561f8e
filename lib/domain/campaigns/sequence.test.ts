import { describe, expect, it } from 'vitest';
import type { PersonFacts, Plan, Step } from './sequence';
import { following, planNext } from './sequence';

const now = new Date('2026-11-25T10:00:00Z');
const day = 86_400_000;
const stranger: PersonFacts = {
  connected: false,
  invited: false,
  invitedAt: null,
  resolved: true,
  reachable: true,
  outOfNetwork: false,
  refusesInmail: false,
  reinviteAt: null,
};
const blank = {
  parentId: null,
  branch: 'main' as const,
  delayDays: null,
  timeoutDays: null,
  text: null,
  subject: null,
  note: null,
  notePolicy: null,
};
const steps: Step[] = [
  { ...blank, id: 'visit', kind: 'visit', position: 0 },
  { ...blank, id: 'invite', kind: 'invite', position: 1 },
  { ...blank, id: 'wait', kind: 'wait_accepted', position: 2, timeoutDays: 7 },
  { ...blank, id: 'mail', kind: 'inmail', position: 0, parentId: 'wait', branch: 'otherwise', text: 'Hello' },
  { ...blank, id: 'hello', kind: 'message', position: 3, text: 'Hello' },
  { ...blank, id: 'pause', kind: 'delay', position: 4, delayDays: 3 },
  { ...blank, id: 'again', kind: 'message', position: 5, text: 'Again', delayDays: 1 },
];

function plan(
  stepId: string | null,
  outcome: 'here' | 'done' | 'otherwise',
  facts: Partial<PersonFacts> = {},
  since = now,
): Plan {
  return planNext({ steps, stepId, outcome, facts: { ...stranger, ...facts }, now, since });
}

describe('planNext', () => {
  it('starts at the first step of the main line', () => {
    expect(plan(null, 'here')).toMatchObject({ kind: 'due', stepId: 'visit', action: 'visit', dueAt: now });
  });

  it('looks a person up before anything that needs the provider’s id', () => {
    expect(plan('invite', 'here', { resolved: false })).toMatchObject({
      kind: 'due',
      stepId: 'invite',
      action: 'resolve',
    });
  });

  it('invites nobody for three weeks after a withdrawal, and looks nobody up for it before', () => {
    const reinviteAt = new Date(now.getTime() + day);
    const lately = { resolved: false, reinviteAt };
    const wait = { kind: 'wait', stepId: 'invite', reason: 'withdrawn_lately', wakeAt: reinviteAt };
    expect(plan('invite', 'here', lately)).toEqual(wait);
    expect(plan('visit', 'done', lately)).toEqual(wait);
    expect(plan('visit', 'here', { reinviteAt })).toMatchObject({ kind: 'due', action: 'visit' });
    expect(plan('invite', 'here', { reinviteAt: now })).toMatchObject({ kind: 'due', action: 'invite' });
    expect(plan('invite', 'here', { reinviteAt, connected: true })).toMatchObject({ stepId: 'hello' });
  });

  it('skips a person who cannot be looked up at all', () => {
    expect(plan('visit', 'here', { resolved: false, reachable: false })).toMatchObject({
      kind: 'end',
      state: 'skipped',
      reason: 'no_linkedin_profile',
    });
  });

  it('never invites someone who is connected or already invited', () => {
    expect(plan('invite', 'here', { connected: true })).toMatchObject({ stepId: 'hello', action: 'message' });
    expect(plan('invite', 'here', { invited: true, invitedAt: now })).toMatchObject({ kind: 'wait', stepId: 'wait' });
  });

  it('waits for the acceptance until the time-out, counted from the invitation', () => {
    const invitedAt = new Date(now.getTime() - 2 * day);
    expect(plan('invite', 'done', { invited: true, invitedAt })).toEqual({
      kind: 'wait',
      stepId: 'wait',
      reason: 'wait_accepted',
      wakeAt: new Date(invitedAt.getTime() + 7 * day),
    });
  });

  it('takes the other branch when nobody accepted in time, and ends there', () => {
    const invitedAt = new Date(now.getTime() - 8 * day);
    expect(plan('wait', 'here', { invited: true, invitedAt })).toMatchObject({ stepId: 'mail', action: 'inmail' });
    expect(plan('mail', 'done')).toEqual({ kind: 'end', state: 'done', reason: 'sequence_finished' });
  });

  it('writes no InMail to someone of whom the provider says that it cannot be sent', () => {
    const long = { invited: true, invitedAt: new Date(now.getTime() - 8 * day) };
    const end = { kind: 'end', state: 'skipped', reason: 'inmail_not_allowed' };
    expect(plan('wait', 'here', { ...long, refusesInmail: true })).toEqual(end);
    expect(plan('wait', 'here', { ...long, refusesInmail: true, connected: true })).not.toEqual(end);
  });

  it('sends no message to someone who is not connected', () => {
    expect(plan('hello', 'here')).toEqual({ kind: 'end', state: 'skipped', reason: 'not_connected' });
  });

  it('invites nobody out of network', () => {
    expect(plan('invite', 'here', { outOfNetwork: true })).toEqual({
      kind: 'end',
      state: 'skipped',
      reason: 'out_of_network',
    });
  });

  it('counts a delay from the moment the person arrived, and the days of a step before it', () => {
    expect(plan('hello', 'done', { connected: true })).toEqual({
      kind: 'wait',
      stepId: 'pause',
      reason: 'delay',
      wakeAt: new Date(now.getTime() + 3 * day),
    });
    const arrived = new Date(now.getTime() - 4 * day);
    expect(plan('pause', 'here', { connected: true }, arrived)).toMatchObject({
      kind: 'due',
      stepId: 'again',
      dueAt: new Date(now.getTime() + day),
    });
  });

  it('ends after the last step, and for a step that was deleted', () => {
    expect(plan('again', 'done', { connected: true })).toMatchObject({ kind: 'end', state: 'done' });
    expect(plan('gone', 'done', { connected: true })).toMatchObject({ kind: 'end', state: 'done' });
  });
});

describe('following', () => {
  it('goes by position within a branch only', () => {
    expect(following(steps, 'wait', 'done')?.id).toBe('hello');
    expect(following(steps, 'wait', 'otherwise')?.id).toBe('mail');
    expect(following(steps, 'again', 'done')).toBeNull();
  });
});
