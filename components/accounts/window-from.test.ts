import { describe, expect, it } from 'vitest';
import { windowFrom } from './window-from';

describe('windowFrom', () => {
  const asOf = '2026-03-03T10:00:00.000Z';

  it('begins a day and a month at the account’s own midnight', () => {
    expect(windowFrom('day', asOf, 'Europe/Berlin')).toBe('2026-03-02T23:00:00.000Z');
    expect(windowFrom('month', asOf, 'Europe/Berlin')).toBe('2026-02-28T23:00:00.000Z');
  });

  it('begins a rolling window its width and one call time-out ago', () => {
    expect(windowFrom('week', asOf, 'Europe/Berlin')).toBe('2026-02-24T09:59:30.000Z');
    expect(windowFrom('hour', asOf, 'Europe/Berlin')).toBe('2026-03-03T08:59:30.000Z');
  });
});
