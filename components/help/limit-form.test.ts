import { describe, expect, it } from 'vitest';
import { limitForm, numberOf, textOf } from './limit-form';

const messageOf = (cap: string) =>
  limitForm.safeParse({ cap, hardCap: '', acknowledged: false }).error?.issues.map((issue) => issue.message);

describe('the form of a limit', () => {
  it.each(['', ' ', '0', '80', ' 12 '])('takes %j', (cap) => {
    expect(messageOf(cap)).toBeUndefined();
  });

  it.each(['unlimited', 'Unlimited', 'no limit', 'max', '∞'])('refuses %s with the way out', (cap) => {
    expect(messageOf(cap)).toEqual([
      '"Unlimited" does not exist: every limit is a number. Write how many, or 0 for none.',
    ]);
  });

  it.each(['-1', '1.5', '1e9', 'many', '10000000000'])('refuses %s and says what a limit is', (cap) => {
    expect(messageOf(cap)).toEqual([expect.stringContaining('A limit is a whole number: 0 means none')]);
  });

  it('reads a blank field as the published number, and 0 as none', () => {
    expect([numberOf(' '), numberOf('0'), numberOf('80')]).toEqual([null, 0, 80]);
    expect([textOf(null), textOf(0)]).toEqual(['', '0']);
  });
});
