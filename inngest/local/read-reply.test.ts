import { describe, expect, test } from 'vitest';
import { readReply } from './read-reply';
import { sign } from './signature';

const KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const NOW_MS = 1_800_000_000_000;
const answer = (status: number, text: string, headers: Record<string, string> = {}) => ({
  status,
  text,
  headers: { 'x-inngest-signature': sign(text, KEY, NOW_MS), ...headers },
});
const read = (given: ReturnType<typeof answer>) => readReply(given, KEY, NOW_MS);

describe('readReply', () => {
  test('200 is the end of a run, with its value', () => {
    expect(read(answer(200, '{"a":1}'))).toEqual({ kind: 'done', output: { a: 1 } });
    expect(read(answer(200, 'null'))).toEqual({ kind: 'done', output: null });
  });

  test('206 is steps, with the version of the protocol', () => {
    const reply = read(answer(206, '[{"id":"i","op":"Sleep","name":"2s"}]', { 'x-inngest-req-version': '2' }));
    expect(reply).toMatchObject({ kind: 'ops', version: 2, final: false, ops: [{ op: 'Sleep', name: '2s' }] });
  });

  test('the no-retry header decides whether a failure is final, whatever the status', () => {
    expect(read(answer(400, '{"name":"E"}', { 'x-inngest-no-retry': 'true' }))).toMatchObject({ final: true });
    expect(read(answer(400, '{"name":"E"}'))).toMatchObject({ kind: 'failed', final: false });
    expect(read(answer(500, '{}', { 'retry-after': '3' }))).toMatchObject({ final: false, retryAfter: '3' });
  });

  test('what the app did not sign decides nothing: neither an end nor a final failure', () => {
    const forged = { 'x-inngest-signature': `t=1800000000&s=${'0'.repeat(64)}`, 'x-inngest-no-retry': 'true' };
    expect(read(answer(200, '{"a":1}', forged))).toMatchObject({ kind: 'failed', final: false });
    expect(read(answer(400, '{}', forged))).toMatchObject({ kind: 'failed', final: false });
  });

  test('206 with something else than steps is a failure', () => {
    expect(read(answer(206, '{"a":1}'))).toMatchObject({ kind: 'failed' });
  });
});
