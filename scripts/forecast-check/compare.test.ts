import { expect, it } from 'vitest';
import type { OnePlay } from './compare';
import { compare } from './compare';

function play(lastDay: number, sends: number, forecast: OnePlay['forecast']): OnePlay {
  const sentOn = Array.from({ length: sends }, (_, n) => `2026-03-0${(n % 2) + 2}`);
  return { seed: '1', sentOn, lastDay, forecast };
}

it('holds medians against each other, and a forecast that is off by more than a tenth fails', () => {
  const right = { lastDay: 10.5, sendsADay: 9.6 };
  const plays = [play(9, 18, right), play(10, 20, right), play(30, 22, right)];
  expect(compare(plays)).toMatchObject({
    plays: 3,
    finishDay: { forecast: 10.5, played: 10, off: 0.05 },
    sendsADay: { forecast: 9.6, played: 10 },
    passed: true,
  });
  const late = plays.map((one) => ({ ...one, forecast: { ...right, lastDay: 11.5 } }));
  expect(compare(late).passed).toBe(false);
  const many = plays.map((one) => ({ ...one, forecast: { ...right, sendsADay: 11.5 } }));
  expect(compare(many).passed).toBe(false);
});

it('takes the mean of the middle two', () => {
  const right = { lastDay: 10, sendsADay: 10 };
  expect(compare([play(8, 20, right), play(10, 20, right)]).finishDay.played).toBe(9);
});

it('refuses to compare nothing', () => {
  expect(() => compare([])).toThrow('nothing to compare');
});
