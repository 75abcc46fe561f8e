import { describe, expect, test } from 'vitest';
import { concurrencyOf, maxAttempts, nameFits, readConfig } from './function-config';

const plain = {
  id: 'app-f',
  name: 'f',
  triggers: [{ event: 'a/b' }],
  steps: { step: { id: 'step', name: 'step', runtime: { type: 'http', url: 'http://127.0.0.1/' } } },
};

describe('readConfig', () => {
  test.each([
    ['soon', { throttle: { limit: 1, period: 'soon' } }],
    ['lower(event.data.x)', { rateLimit: { limit: 1, period: '1m', key: 'lower(event.data.x)' } }],
    ['if', { batchEvents: { maxSize: 3, timeout: '5s', if: 'event.data.x == 1' } }],
    ['cancel', { batchEvents: { maxSize: 3, timeout: '5s' }, cancel: [{ event: 'a/c' }] }],
    ['event.data.n ? 1', { priority: { run: 'event.data.n ? 1' } }],
    ['timeouts', { timeouts: { finish: '1h' } }],
    ['somethingNew', { somethingNew: true }],
    ['size(event.data.x)', { triggers: [{ event: 'a/b', expression: 'size(event.data.x) > 1' }] }],
    ['lower(event.data.x)', { idempotency: 'lower(event.data.x)' }],
    ['lower(event.data.x)', { concurrency: { limit: 1, key: 'lower(event.data.x)' } }],
    ['@daily', { triggers: [{ cron: '@daily' }] }],
    ['soon', { cancel: [{ event: 'a/c', timeout: 'soon' }] }],
  ])('refuses %s and names it and the function', (name, more) => {
    expect(() => readConfig({ ...plain, ...more })).toThrow(name);
    expect(() => readConfig({ ...plain, ...more })).toThrow('app-f');
  });

  test('takes everything that the runner has', () => {
    const config = readConfig({
      ...plain,
      triggers: [{ event: 'a/b', expression: 'event.data.n > 1' }, { cron: 'TZ=Europe/Berlin 0 9 * * 1' }],
      concurrency: [
        { limit: 1, key: 'event.data.id' },
        { limit: 5, key: '"all"', scope: 'account' },
      ],
      singleton: { key: 'event.data.id', mode: 'cancel' },
      idempotency: 'event.data.id',
      cancel: [{ event: 'a/c', if: 'event.data.id == async.data.id', timeout: '1d' }],
      priority: { run: "event.data.plan == 'pro' ? 120 : 0" },
      throttle: { limit: 1, period: '1m', key: 'event.data.id', burst: 2 },
      rateLimit: { limit: 1, period: '1h', key: 'event.data.id' },
      debounce: { period: '5s', key: 'event.data.id', timeout: '1m' },
    });
    expect(concurrencyOf(config)).toEqual([
      { limit: 1, key: 'event.data.id', sharedBy: 'app-f' },
      { limit: 5, key: '"all"', sharedBy: 'account' },
    ]);
  });

  test('counts attempts as the real server does', () => {
    expect(maxAttempts(readConfig(plain))).toBe(5);
    expect(maxAttempts(readConfig({ ...plain, steps: { step: { retries: { attempts: 0 } } } }))).toBe(1);
  });
});

test('a wildcard covers the names that begin like it', () => {
  expect([nameFits('a/*', 'a/b'), nameFits('a/b', 'a/b'), nameFits('a/b', 'a/bc'), nameFits('b/*', 'a/b')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
