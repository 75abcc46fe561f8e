import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appNow, type ClockRow, realDelayMs } from './app-clock';

const realOrigin = new Date('2026-11-25T10:00:00Z');
const appOrigin = new Date('2026-01-05T08:00:00Z');
const scaled: ClockRow = { mode: 'scaled', realOrigin, appOrigin, speed: 60 };
const after = (ms: number) => new Date(realOrigin.getTime() + ms);

describe('the clock of the app', () => {
  it('is the real clock in real mode, whatever the row holds', () => {
    const row: ClockRow = { ...scaled, mode: 'real' };
    expect(appNow(row, after(5_000))).toEqual(after(5_000));
    expect(realDelayMs(row, after(0), after(5_000))).toBe(5_000);
  });

  it('runs from its origin at its speed', () => {
    expect(appNow(scaled, after(0))).toEqual(appOrigin);
    expect(appNow(scaled, after(60_000)).toISOString()).toBe('2026-01-05T09:00:00.000Z');
  });

  it('waits a sixtieth of the time at speed 60, and not at all for the past', () => {
    expect(realDelayMs(scaled, after(0), new Date('2026-01-05T09:00:00Z'))).toBe(60_000);
    expect(realDelayMs(scaled, after(120_000), new Date('2026-01-05T09:00:00Z'))).toBe(0);
  });

  it('never wakes before the instant it waits for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(1e7), fc.nat(1e9), (speed, elapsedMs, aheadMs) => {
        const row = { ...scaled, speed };
        const until = new Date(appNow(row, after(elapsedMs)).getTime() + aheadMs);
        const delayMs = realDelayMs(row, after(elapsedMs), until);
        expect(appNow(row, after(elapsedMs + delayMs)) >= until).toBe(true);
      }),
    );
  });

  it('stands still between its jumps, however long the machine takes, and waiting does not move it', () => {
    const row: ClockRow = { ...scaled, mode: 'jumping', speed: 1 };
    expect(appNow(row, after(3_600_000))).toEqual(appOrigin);
    expect(realDelayMs(row, after(0), appOrigin)).toBe(0);
    expect(realDelayMs(row, after(0), new Date(appOrigin.getTime() + 1))).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses a speed at which time would stand still', () => {
    expect(() => appNow({ ...scaled, speed: 0 }, after(1))).toThrow('speed');
  });
});
