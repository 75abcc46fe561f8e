import { describe, expect, it } from 'vitest';
import { type NewChatFacts, newChatStanding } from './new-chats';

const now = new Date('2026-11-25T07:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const good: NewChatFacts = { opened: 30, answered: 6, blockedAt: null, now };

describe('whether an account may open new chats', () => {
  it.each<[string, Partial<NewChatFacts>, boolean]>([
    ['yes at exactly 20 % of 30', {}, true],
    ['no under 20 %', { answered: 5 }, false],
    ['yes while there are too few to judge by', { opened: 29, answered: 0 }, true],
    ['no within 7 days of a block, whatever was answered', { answered: 30, blockedAt: ago(6.9) }, false],
    ['yes 7 days after a block', { blockedAt: ago(7) }, true],
  ])('%s', (_, change, open) => {
    expect(newChatStanding({ ...good, ...change }).open).toBe(open);
  });

  it('says until when a block lasts, and no moment for a poor ratio', () => {
    expect(newChatStanding({ ...good, blockedAt: ago(2) }).until).toEqual(ago(-5));
    expect(newChatStanding({ ...good, answered: 1 })).toMatchObject({
      until: null,
      reason: 'Only 1 of the last 30 new chats were answered. New chats are stopped.',
    });
  });
});
