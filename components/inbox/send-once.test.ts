import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { adviceOf, afterFailure, attemptOf } from './send-once';

const problem = (code: string) => new ORPCError(code.toUpperCase(), { data: { status: 409, code, detail: 'Why.' } });
const network = new TypeError('Failed to fetch');
const keys = () => {
  let made = 0;
  return () => `key-${++made}`;
};

test('the same words keep their key until it is known what became of them, other words get another', () => {
  const newKey = keys();
  const first = attemptOf('Hello', null, newKey);
  expect(attemptOf('Hello', first, newKey)).toBe(first);
  expect(attemptOf('Hello!', first, newKey).key).not.toBe(first.key);
  expect(attemptOf('Hello', null, newKey).key).not.toBe(first.key);
});

test.each(['unavailable', 'internal', 'conflict', 'a_code_of_tomorrow'])(
  'after %s the message may have arrived: the key stays, and the advice says that Send asks again',
  (code) => {
    const attempt = attemptOf('Hello', null, keys());
    expect(afterFailure(attempt, problem(code))).toEqual({ ...attempt, isOpen: true });
    expect(adviceOf(attempt, problem(code))).toContain('not known whether the message arrived');
  },
);

test('so it may after an answer that the network has swallowed', () => {
  const attempt = attemptOf('Hello', null, keys());
  expect(afterFailure(attempt, network)).toEqual({ ...attempt, isOpen: true });
});

test.each(['refused', 'forbidden', 'validation_failed', 'unauthenticated', 'rate_limited'])(
  'after %s nothing went out: the next press is a new message, and no more is said than why',
  (code) => {
    const attempt = attemptOf('Hello', null, keys());
    expect(afterFailure(attempt, problem(code))).toBeNull();
    expect(adviceOf(attempt, problem(code))).toBeNull();
  },
);

test('of an attempt that may have arrived only a refusal says that it has not', () => {
  const open = afterFailure(attemptOf('Hello', null, keys()), network);
  if (open === null) throw new Error('the attempt was given up');
  expect(afterFailure(open, problem('unauthenticated'))).toEqual(open);
  expect(afterFailure(open, problem('rate_limited'))).toEqual(open);
  expect(afterFailure(open, problem('refused'))).toBeNull();
});
