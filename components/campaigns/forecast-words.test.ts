import { expect, it } from 'vitest';
import type { ForecastDay } from '@/lib/contracts/forecast';
import { chartRows, holdSpans, isByWeek, spreadWords } from './forecast-words';

const day = (date: string, budget: string | null, invites = 10): ForecastDay => ({
  date,
  ...{ invites, messages: 1, inmails: 0, visits: 0, lookUps: 2 },
  total: { early: invites, likely: invites, late: invites },
  holds: budget === null ? [] : [{ accountId: 'acc_1', action: 'invite', budget, share: 1 }],
});
const dates = (count: number) =>
  Array.from({ length: count }, (_, index) => new Date(Date.UTC(2026, 2, 2 + index)).toISOString().slice(0, 10));

it('draws days together while one budget binds, and begins anew when it comes back later', () => {
  const [a = '', b = '', c = '', , , , , , , j = ''] = dates(10);
  const days = dates(10).map((date) =>
    day(date, [a, c, j].includes(date) ? 'ramp.invite.day' : date === b ? 'hours' : null),
  );
  expect(holdSpans(days)).toEqual([
    { accountId: 'acc_1', action: 'invite', budget: 'ramp.invite.day', from: a, to: c, days: 2 },
    { accountId: 'acc_1', action: 'invite', budget: 'hours', from: b, to: b, days: 1 },
    { accountId: 'acc_1', action: 'invite', budget: 'ramp.invite.day', from: j, to: j, days: 1 },
  ]);
});

it('says a date with its spread, and where it lies behind the horizon', () => {
  const known = { early: '2026-04-09', likely: '2026-04-14', late: '2026-04-24' };
  expect(spreadWords(known, 180)).toBe('Tue 14 Apr (Thu 9 Apr to Fri 24 Apr)');
  expect(spreadWords({ ...known, late: null }, 180)).toBe('Tue 14 Apr (Thu 9 Apr to later)');
  expect(spreadWords({ early: null, likely: null, late: null }, 180)).toBe('not within 180 days');
  expect(spreadWords({ early: '2026-04-14', likely: '2026-04-14', late: '2026-04-14' }, 180)).toBe('Tue 14 Apr');
});

it('a long forecast is drawn by weeks that hold all of its sends', () => {
  const long = dates(60).map((date) => day(date, null));
  expect([isByWeek(long), isByWeek(long.slice(0, 42))]).toEqual([true, false]);
  const rows = chartRows(long);
  expect(rows).toHaveLength(9);
  expect(rows.reduce((sum, row) => sum + (row.values.invite ?? 0), 0)).toBe(600);
});
