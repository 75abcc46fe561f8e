import { describe, expect, test } from 'vitest';
import type { HeldSend } from '@/lib/contracts/sends';
import { answerWords, consequencesOf, heldTitle, lookWords } from './held-words';

const held = (change: Partial<HeldSend> = {}) =>
  ({ action: 'invite', personName: 'Maya Chen', prospectId: 'ppl_a', ...change }) as HeldSend;

describe('a held send in words', () => {
  test('names the person, or says that nobody is left', () => {
    expect(heldTitle(held())).toBe('Invite to Maya Chen');
    expect(heldTitle(held({ action: 'resolve' }))).toBe('Look-up of Maya Chen');
    expect(heldTitle(held({ personName: null }))).toBe('Invite to ppl_a');
    expect(heldTitle(held({ personName: null, prospectId: null }))).toBe('Invite to somebody who was erased');
    expect(heldTitle(held({ action: 'accept', personName: null, prospectId: null }))).toBe(
      'Acceptance of the invite of somebody outside the workspace',
    );
  });

  test('never takes a list that could not be read, or was read in part, for proof', () => {
    expect(lookWords({ list: 'relations', entries: null, whole: false })).toBe('Connections: could not be read.');
    expect(lookWords({ list: 'messages', entries: 12, whole: false })).toContain('the newest 12');
    expect(lookWords({ list: 'sent_invitations', entries: 34, whole: true })).toContain('all 34');
  });

  test('says what the provider answered, and that it does not say whether it arrived', () => {
    expect(answerWords({ code: 'unknown', detail: 'HTTP 504' })).toBe('Nothing that says whether it arrived: HTTP 504');
    expect(answerWords(null)).toMatch(/not kept/);
  });

  test('promises for either decision that nothing is sent again', () => {
    for (const outcome of ['sent', 'closed'] as const)
      for (const action of ['invite', 'message', 'resolve'] as const)
        expect(consequencesOf(outcome, held({ action }))[0]).toMatch(/^Nothing is sent again/);
    const step: HeldSend['step'] = { id: 'stp_a', kind: 'invite' };
    expect(consequencesOf('sent', held({ step })).join(' ')).toContain('Maya Chen goes on with the next step');
    expect(consequencesOf('sent', held({ step: null }))).toHaveLength(1);
    expect(consequencesOf('closed', held())[0]).toContain('only the attempt stays counted');
  });
});
