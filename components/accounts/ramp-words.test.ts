import { describe, expect, it } from 'vitest';
import { decisionWords, rampSteps } from './ramp-words';

const day = (date: string, cap: number | null, decision: string) => ({
  ...{ date, cap, decision, planned: cap, sent: 0, reason: `because of ${date}` },
});

describe('the steps of the ramp', () => {
  it('are the days on which it moved, newest first, with the cap before and after', () => {
    const days = [
      day('2026-11-16', 10, 'start'),
      day('2026-11-17', 10, 'hold'),
      day('2026-11-23', 15, 'advance'),
      day('2026-11-26', 10, 'step_back'),
      day('2026-12-03', 15, 'planned'),
    ];
    expect(rampSteps(days)).toEqual([
      { date: '2026-11-26', from: 15, to: 10, reason: 'because of 2026-11-26' },
      { date: '2026-11-23', from: 10, to: 15, reason: 'because of 2026-11-23' },
      { date: '2026-11-16', from: null, to: 10, reason: 'because of 2026-11-16' },
    ]);
  });

  it('are five at most, and a day without a decision is none of them', () => {
    const days = Array.from({ length: 9 }, (_, index) => day(`2026-11-0${index + 1}`, index + 10, 'advance'));
    expect(rampSteps([...days, day('2026-11-20', null, 'missing')]).map((step) => step.date)).toEqual([
      ...['2026-11-09', '2026-11-08', '2026-11-07', '2026-11-06', '2026-11-05'],
    ]);
  });

  it('names a decision that it does not know rather than hiding it', () => {
    expect(decisionWords('step_back')).toBe('A step back');
    expect(decisionWords('some_thing')).toBe('some thing');
  });
});
