import { expect, test } from 'vitest';
import { acknowledgedWords, BLANK_STOP, stopRequest } from './stop-form';

test('a stop without an end has none, and names only what its scope needs', () => {
  expect(stopRequest({ ...BLANK_STOP, targetId: 'acc_a', action: 'invite', reason: ' incident ' })).toEqual({
    request: { scope: 'workspace', reason: 'incident', until: null },
  });
  expect(stopRequest({ ...BLANK_STOP, scope: 'campaign', targetId: 'cmp_a', action: 'invite' })).toEqual({
    request: { scope: 'campaign', id: 'cmp_a', reason: null, until: null },
  });
  expect(stopRequest({ ...BLANK_STOP, scope: 'action', targetId: 'cmp_a', action: 'invite' })).toEqual({
    request: { scope: 'action', action: 'invite', reason: null, until: null },
  });
});

test('the end is the moment on the clock of whoever reads, wherever that is', () => {
  // Unit tests run in Kathmandu, 5:45 ahead of UTC.
  expect(stopRequest({ ...BLANK_STOP, until: '2026-12-01T14:30' })).toMatchObject({
    request: { until: '2026-12-01T08:45:00.000Z' },
  });
});

test('an end that cannot be read, and a scope without its target, are refused instead of stopping for ever or everything', () => {
  expect(stopRequest({ ...BLANK_STOP, until: 'tomorrow' })).toMatchObject({ errors: { until: expect.any(String) } });
  for (const scope of ['account', 'campaign', 'action'] as const)
    expect(stopRequest({ ...BLANK_STOP, scope })).toMatchObject({ errors: { target: expect.any(String) } });
});

test('the acknowledgement says how many sends may still arrive', () => {
  expect(acknowledgedWords(0)).toMatch(/^Nothing was on its way/);
  expect(acknowledgedWords(1)).toMatch(/^One send/);
  expect(acknowledgedWords(3)).toMatch(/^3 sends/);
});
