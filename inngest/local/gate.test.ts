import { describe, expect, test } from 'vitest';
import { readConfig } from './function-config';
import { Gate, placesOf } from './gate';

const one = { name: 'one', limit: 1 };
const two = { name: 'two', limit: 2 };

describe('Gate', () => {
  test('lets in no more than the limit, and takes nothing of the other places when one is full', () => {
    const gate = new Gate();
    expect(gate.enter([two, one])).toBeNull();
    expect(gate.enter([two, one])).toEqual(one);
    expect(gate.enter([two])).toBeNull();
    expect(gate.enter([two])).toEqual(two);
    gate.leave([two]);
    expect(gate.enter([two])).toBeNull();
  });

  test('tells those who wait, first come first, one a place', () => {
    const gate = new Gate();
    gate.enter([one]);
    expect(gate.wait(one, 'first')).toEqual([]);
    expect(gate.wait(one, 'second')).toEqual([]);
    expect(gate.leave([one])).toEqual(['first']);
    gate.enter([one]);
    expect(gate.leave([one])).toEqual(['second']);
    expect(gate.leave([one])).toEqual([]);
  });

  test('does not let a job wait for a place that has become free meanwhile', () => {
    const gate = new Gate();
    gate.enter([one]);
    gate.leave([one]);
    expect(gate.wait(one, 'late')).toEqual(['late']);
  });
});

describe('placesOf', () => {
  const config = readConfig({ id: 'f', triggers: [], steps: {}, concurrency: { limit: 3, key: 'event.data.id' } });
  const event = (id: string) => ({ id: 'e', name: 'n', ts: 0, data: { id } });

  test('are one a key, and one a run for discoveries', () => {
    const a = placesOf(config, { runId: 'r', stepId: 'step', event: event('a') });
    const b = placesOf(config, { runId: 'r', stepId: 'hash', event: event('b') });
    expect(a.map((place) => place.limit)).toEqual([3, 1]);
    expect(b).toHaveLength(1);
    expect(a[0]?.name).not.toBe(b[0]?.name);
  });
});
