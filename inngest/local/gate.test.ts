import { describe, expect, test } from 'vitest';
import { readConfig } from './function-config';
import { placesOf } from './gate';

describe('placesOf', () => {
  const config = readConfig({ id: 'f', triggers: [], steps: {}, concurrency: { limit: 3, key: 'event.data.id' } });
  const event = (id: string) => ({ id: 'e', name: 'n', ts: 0, data: { id } });

  test('are one a key of a limit, and none without a limit', () => {
    const [a] = placesOf(config, event('a'));
    const [b] = placesOf(config, event('b'));
    expect([a?.limit, b?.limit]).toEqual([3, 3]);
    expect(a?.name).not.toBe(b?.name);
    expect(placesOf(readConfig({ id: 'g', triggers: [], steps: {} }), event('a'))).toEqual([]);
  });

  test('of a limit of the account are the same for other functions', () => {
    const shared = { triggers: [], steps: {}, concurrency: { limit: 3, key: '"all"', scope: 'account' } };
    const [one] = placesOf(readConfig({ id: 'f', ...shared }), event('a'));
    const [other] = placesOf(readConfig({ id: 'g', ...shared }), event('b'));
    expect(one).toEqual(other);
  });
});
