import { expect, test } from 'vitest';
import { afterStop } from './after-stop';

const END = new Date('2026-03-05T13:00:00.000Z');

test('accounts that one stop held begin at moments of their own after its end, and a restart draws the same', () => {
  const delays = Array.from({ length: 50 }, (_, n) => afterStop(END, `acc_${n}`).getTime() - END.getTime());
  for (const delay of delays) {
    expect(delay).toBeGreaterThanOrEqual(30_000);
    expect(delay).toBeLessThan(10 * 60_000);
  }
  expect(new Set(delays.map((delay) => Math.floor(delay / 60_000))).size).toBeGreaterThan(5);
  expect(afterStop(END, 'acc_1')).toEqual(afterStop(END, 'acc_1'));
});
