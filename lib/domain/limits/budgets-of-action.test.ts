import { describe, expect, it } from 'vitest';
import { type BudgetsOfActionInput, budgetsOf } from './budgets-of-action';
import { ACTIONS } from './constants';
import { budgetWindowOf } from './windows';

const cases: [Partial<BudgetsOfActionInput> & Pick<BudgetsOfActionInput, 'action'>, string[]][] = [
  [
    { action: 'invite', inCampaign: true },
    ['attempt.invite.day', 'campaign.invite.day', 'invite.day', 'invite.week', 'ramp.invite.day'],
  ],
  [
    { action: 'invite', inCampaign: true, withNote: true },
    ['attempt.invite.day', 'campaign.invite.day', 'invite.day', 'invite.week', 'invite_note.month', 'ramp.invite.day'],
  ],
  [{ action: 'message' }, ['attempt.message.day', 'engagement.day', 'message.day', 'message.hour', 'ramp.message.day']],
  [
    { action: 'inmail', inmail: 'credit', inCampaign: true },
    ['attempt.inmail.day', 'campaign.inmail.day', 'inmail.day', 'inmail_credit.month', 'ramp.inmail.day'],
  ],
  [{ action: 'inmail', inmail: 'open' }, ['attempt.inmail.day', 'inmail.day', 'inmail_open.month', 'ramp.inmail.day']],
  [{ action: 'inmail' }, ['attempt.inmail.day', 'inmail.day', 'inmail_credit.month', 'ramp.inmail.day']],
  [
    { action: 'visit', inCampaign: true },
    ['attempt.visit.day', 'engagement.day', 'profile_view.day', 'ramp.profile_view.day'],
  ],
  [{ action: 'resolve' }, ['attempt.resolve.day', 'engagement.day', 'profile_view.day', 'ramp.profile_view.day']],
  [{ action: 'comment' }, ['attempt.comment.day', 'comment.day', 'engagement.day', 'ramp.comment.day']],
  [{ action: 'reaction' }, ['attempt.reaction.day', 'engagement.day', 'ramp.reaction.day', 'reaction.day']],
  [{ action: 'withdraw', inCampaign: true }, ['attempt.withdraw.day', 'withdraw.day']],
  [{ action: 'accept' }, ['accept.day', 'attempt.accept.day']],
  [{ action: 'refuse' }, ['attempt.refuse.day', 'refuse.day']],
];

describe('the budgets of an action', () => {
  it.each(cases)('%o draws on exactly its budgets, in the order of the locks', (input, keys) => {
    expect(budgetsOf({ withNote: false, inCampaign: false, ...input })).toEqual(keys);
  });

  it('gives every action keys that are unique and have a window', () => {
    for (const action of ACTIONS) {
      const keys = budgetsOf({ action, withNote: true, inCampaign: true });
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(budgetWindowOf(key).widthMs).toBeGreaterThan(0);
    }
  });
});
