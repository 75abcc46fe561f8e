import { describe, expect, it } from 'vitest';
import { indexAfterKey, type RampDay, rampPoints, rampSummary, readPoint } from './ramp-days';

const day = (date: string, cap: number | null, decision = 'advance'): RampDay => ({
  date,
  cap,
  planned: cap,
  sent: 9,
  decision,
  reason: 'Why.',
});
const today = '2026-11-24';
const days = [day('2026-11-25', 35), day('2026-11-23', 10, 'hold'), day(today, 22), day('2026-12-28', 80)];

describe('rampPoints', () => {
  it('keeps what happened and what is planned apart, joined at today', () => {
    const points = rampPoints(days, today);
    expect(points.map((point) => point.ceiling)).toEqual([10, 22, null, null]);
    expect(points.map((point) => point.ahead)).toEqual([null, 22, 35, 80]);
    expect(points.map((point) => point.sentBar)).toEqual([9, 9, null, null]);
  });

  it('labels a calendar day alike in every zone of the machine', () => {
    expect(rampPoints(days, today)[0]?.label).toBe('Mon 23 Nov');
  });

  it('leaves a day without a decision as a gap, not as a zero', () => {
    const point = rampPoints([day(today, null)], today)[0];
    expect(point?.ceiling).toBeNull();
    expect(point && readPoint(point, today)).toContain('ceiling not known');
  });
});

describe('indexAfterKey', () => {
  it('stays inside the days and leaves other keys alone', () => {
    expect(indexAfterKey('ArrowLeft', 0, 4)).toBe(0);
    expect(indexAfterKey('PageDown', 1, 4)).toBe(3);
    expect(indexAfterKey('Home', 3, 4)).toBe(0);
    expect(indexAfterKey('Tab', 3, 4)).toBeNull();
  });
});

describe('rampSummary', () => {
  const input = {
    week: 2,
    weeks: 6,
    points: rampPoints(days, today),
    today,
    target: 80,
    weeklyShare: 40,
    noun: 'invites',
  };

  it('says where the ramp stands, what held it and what the week allows', () => {
    expect(rampSummary(input)).toBe(
      'Week 2 of 6. 22 invites a day, up from 10. Held on 1 day. On course for 80 by about Mon 28 Dec. The weekly limit allows about 40 a day on average.',
    );
  });

  it('says that nothing is sent when today has no ceiling', () => {
    expect(rampSummary({ ...input, points: rampPoints([day(today, null)], today) })).toContain('nothing is sent');
  });
});
