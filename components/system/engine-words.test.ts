import { describe, expect, it } from 'vitest';
import { functionWords, isIdleHandler, lagWords, stepKindWords, triggerWords } from './engine-words';

describe('functionWords', () => {
  it('reads an id of ours as words, and leaves no prefix that is not ours out', () => {
    expect(functionWords('headroom-run-sending-day')).toBe('Run sending day');
    expect(functionWords('headroom-enrol-campaign-failure')).toBe('Enrol campaign, after a failure');
    expect(functionWords('other-app-job')).toBe('Other app job');
  });
});

describe('isIdleHandler', () => {
  it('is a handler of failures with nothing to do, and never one that has failed itself', () => {
    const idle = { triggers: [], running: 0, sleeping: 0, failed: 0, parked: 0, nextAt: null, lagS: 0 };
    expect(isIdleHandler({ ...idle, id: 'headroom-enrol-campaign-failure' })).toBe(true);
    expect(isIdleHandler({ ...idle, id: 'headroom-enrol-campaign-failure', failed: 1 })).toBe(false);
    expect(isIdleHandler({ ...idle, id: 'headroom-enrol-campaign' })).toBe(false);
  });
});

describe('triggerWords', () => {
  it('says how often a sweeper runs, and names events and other crons as they are', () => {
    expect(['*/5 * * * *', '* * * * *', '7 3 * * *', 'account/day-due'].map(triggerWords)).toEqual([
      'every 5 minutes',
      'every minute',
      'at 7 3 * * *',
      'account/day-due',
    ]);
  });
});

describe('lagWords', () => {
  it('counts seconds before minutes and never shows a lag as none', () => {
    expect([0, 1, 119, 120, 3_599].map(lagWords)).toEqual(['not at all', '1 s', '119 s', '2 min', '59 min']);
  });
});

describe('stepKindWords', () => {
  it('names the event that a step waits for', () => {
    expect(stepKindWords({ op: 'WaitForEvent', eventName: 'account/paused' })).toBe('wait for account/paused');
    expect(stepKindWords({ op: 'StepRun', eventName: null })).toBe('step');
  });
});
