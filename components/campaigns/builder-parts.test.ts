import { describe, expect, it } from 'vitest';
import { isBuilderPart, partOfPath, placeOfPath } from './builder-parts';

describe('partOfPath', () => {
  it('leads every path of a launch problem to the part that mends it', () => {
    expect(partOfPath('steps.stp_1.text')).toBe('steps');
    expect(partOfPath('caps.invite')).toBe('caps');
    expect(partOfPath('smoothWeek')).toBe('caps');
    expect(partOfPath('acknowledgedRisk')).toBe('caps');
    expect(partOfPath('senders.acc_1.timeZone')).toBe('schedule');
    expect(partOfPath('senderIds')).toBe('schedule');
    expect(partOfPath('people')).toBe('people');
  });
});

describe('placeOfPath', () => {
  it('names the card of a step, and otherwise the part alone', () => {
    expect(placeOfPath('steps.stp_1.text')).toBe('steps#step-stp_1');
    expect(placeOfPath('steps')).toBe('steps');
    expect(placeOfPath('caps.invite')).toBe('caps');
  });
});

describe('isBuilderPart', () => {
  it('knows the parts and nothing else', () => {
    expect(isBuilderPart('caps')).toBe(true);
    expect(isBuilderPart('toString')).toBe(false);
  });
});
