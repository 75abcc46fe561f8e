import { expect, test } from 'vitest';
import { stepOfKey } from './step-key';

test.each([
  ['stp_a', 'stp_a'],
  ['stp_a#2', 'stp_a'],
  ['resolve:stp_a:0', 'stp_a'],
  ['resolve:stp_a:3', 'stp_a'],
  ['check:snd_b', null],
])('the key %s is of the step %s', (key, step) => {
  expect(stepOfKey(key)).toBe(step);
});
