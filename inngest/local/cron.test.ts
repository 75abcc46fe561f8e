import { describe, expect, test } from 'vitest';
import { nextCron } from './cron';

const next = (expression: string, after: string) => nextCron(expression, new Date(after)).toISOString();

describe('nextCron', () => {
  test.each([
    ['* * * * *', '2026-03-01T10:00:00Z', '2026-03-01T10:01:00.000Z'],
    ['*/5 * * * *', '2026-03-01T10:00:00Z', '2026-03-01T10:05:00.000Z'],
    ['40 */3 * * *', '2026-03-01T21:41:00Z', '2026-03-02T00:40:00.000Z'],
    ['0 9 * * 1-5', '2026-02-27T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['0 9 * * 7', '2026-02-27T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['0 0 1,15 * *', '2026-03-02T00:00:00Z', '2026-03-15T00:00:00.000Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test('takes either day when both are restricted', () => {
    expect(next('0 0 13 * 5', '2026-03-01T00:00:00Z')).toBe('2026-03-06T00:00:00.000Z');
  });

  test('keeps the hour of its zone across a change of the clocks', () => {
    expect(next('TZ=Europe/Berlin 0 9 * * *', '2026-03-28T09:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(next('TZ=Europe/Berlin 0 9 * * *', '2026-10-24T08:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
    expect(next('TZ=Asia/Kathmandu 30 0 * * *', '2026-03-01T00:00:00Z')).toBe('2026-03-01T18:45:00.000Z');
  });

  test('is strictly after the moment it is asked for, with its seconds', () => {
    expect(next('0 9 * * *', '2026-03-01T09:00:00.000Z')).toBe('2026-03-02T09:00:00.000Z');
    expect(next('0 9 * * *', '2026-03-01T08:59:59.999Z')).toBe('2026-03-01T09:00:00.000Z');
  });

  test.each([
    '',
    '* * * *',
    '60 * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
    'MON * * * *',
    '0 0 31 2 *',
    'TZ=Mars/Base 0 0 * * *',
  ])('refuses %j', (expression) => {
    expect(() => nextCron(expression, new Date('2026-03-01T00:00:00Z'))).toThrow();
  });
});
