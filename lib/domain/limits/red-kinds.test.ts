import { describe, expect, it } from 'vitest';
import { redKinds } from './red-kinds';

const sender = { tier: 'premium' as const, targets: {} };
const blank = { dailyLimit: null, invite: null, message: null, inmail: null };

describe('redKinds', () => {
  it('begins above 90 invites and messages, and at 15 InMails', () => {
    expect(redKinds({ ...blank, invite: 90, message: 90, inmail: 14 }, [sender])).toEqual([]);
    expect(redKinds({ ...blank, invite: 91, message: 91, inmail: 15 }, [sender])).toEqual([
      'invite',
      'message',
      'inmail',
    ]);
  });

  it('asks nothing for InMails that inherit a Daily limit which the account itself holds lower', () => {
    expect(redKinds({ ...blank, dailyLimit: 20 }, [sender])).toEqual([]);
    expect(redKinds({ ...blank, dailyLimit: 20 }, [{ ...sender, targets: { inmail: 18 } }])).toEqual(['inmail']);
  });
});
