import { expect, test } from 'vitest';
import type { UsageFigure } from '@/lib/contracts/accounts';
import { costWords, lastWord, needsReply, threadName } from './thread-words';

test('a conversation is named after the person, or says that nobody of the workspace is in it', () => {
  expect(threadName({ name: 'Ada Example', prospectId: 'ppl_1' })).toBe('Ada Example');
  expect(threadName({ name: null, prospectId: 'ppl_1' })).toBe('A person without a name');
  expect(threadName({ name: null, prospectId: null })).toBe('Somebody who is not among your people');
});

test('the last word is theirs only when it is the later one', () => {
  const early = '2026-03-04T09:00:00.000Z';
  const late = '2026-03-04T10:00:00+01:00';
  const later = '2026-03-04T09:30:00.000Z';
  expect(lastWord({ lastInboundAt: null, lastOutboundAt: null })).toBeNull();
  expect(lastWord({ lastInboundAt: early, lastOutboundAt: null })).toEqual({ by: 'they', at: early });
  // The same moment, written in another zone.
  expect(lastWord({ lastInboundAt: late, lastOutboundAt: early })).toEqual({ by: 'you', at: early });
  expect(lastWord({ lastInboundAt: later, lastOutboundAt: early })).toEqual({ by: 'they', at: later });
});

test('a reply waits until it is answered or handled, and a later one waits again', () => {
  const [first, second, third] = ['09:00', '10:00', '11:00'].map((time) => `2026-03-04T${time}:00.000Z`);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three moments');
  const theirs = { lastInboundAt: second, lastOutboundAt: first };
  expect(needsReply({ ...theirs, handledAt: null })).toBe(true);
  expect(needsReply({ ...theirs, handledAt: third })).toBe(false);
  expect(needsReply({ ...theirs, handledAt: second })).toBe(false);
  expect(needsReply({ ...theirs, lastInboundAt: third, handledAt: second })).toBe(true);
  expect(needsReply({ lastInboundAt: first, lastOutboundAt: second, handledAt: null })).toBe(false);
});

test('what is left is told as the least of what a message draws on, and never as 0 when it is not known', () => {
  const day = figure('message.day', 'day', { cap: 100, left: 54 });
  const rest = [figure('attempt.message.day', 'day', { cap: 300, left: 250 }), figure('ramp.message.day', 'day', NONE)];
  expect(costWords([day, ...rest])).toContain('one of the 100 messages of this account today; 54 are left');
  // What went out yesterday evening still counts in the rolling day, and views draw on the shared bucket.
  expect(costWords([day, figure('message.day', '24h', { cap: 100, left: 7 })])).toContain('7 are left');
  expect(costWords([day, figure('engagement.day', 'day', { cap: 100, left: 1 })])).toContain('1 is left');
  expect(costWords([day, figure('engagement.day', '24h', { cap: 100, left: 0 })])).toContain('none is left');
  expect(costWords([day, figure('engagement.day', '24h', NONE)])).toContain('not known');
  expect(costWords([figure('message.day', 'day', NONE)])).toContain('not known');
  expect(costWords([])).toContain('not known');
  expect(costWords(undefined)).toContain('not known');
});

const NONE = { cap: null, left: null };

function figure(budget: string, window: string, known: Pick<UsageFigure, 'cap' | 'left'>): UsageFigure {
  const counted = { sent: null, reserved: null, unknown: null, used: null };
  return { budget, window, ...counted, effective: null, bindingBudget: null, resetsAt: null, ...known };
}
