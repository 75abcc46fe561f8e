import { describe, expect, it } from 'vitest';
import { stepNames } from './step-names';

const step = {
  delayDays: null,
  timeoutDays: null,
  text: null,
  subject: null,
  note: null,
  notePolicy: null,
  otherwise: [],
};

describe('stepNames', () => {
  it('numbers the steps from 1 and those of a branch under the step that it belongs to', () => {
    const names = stepNames([
      { ...step, id: 'a', kind: 'invite' },
      { ...step, id: 'b', kind: 'wait_accepted', otherwise: [{ ...step, id: 'c', kind: 'inmail' }] },
      { ...step, id: 'd', kind: 'message' },
    ]);
    expect([...names]).toEqual([
      ['a', '1. Invite'],
      ['b', '2. Wait for acceptance'],
      ['c', '2.1 InMail'],
      ['d', '3. Message'],
    ]);
  });
});
