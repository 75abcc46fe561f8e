import { describe, expect, it } from 'vitest';
import { SEND_STATES } from './constants';
import { transition } from './state';

const allowed = new Set([
  'reserved>dispatching',
  'reserved>released',
  'dispatching>sent',
  'dispatching>rejected',
  'dispatching>released',
  'dispatching>unknown',
  'released>reserved',
  'unknown>sent',
  'unknown>held',
  'held>sent',
  'held>closed',
]);

describe('the states of a send', () => {
  const pairs = SEND_STATES.flatMap((from) => SEND_STATES.map((to) => [from, to] as const));
  it.each(pairs)('%s to %s is as design.md §4 says', (from, to) => {
    expect(transition(from, to)).toBe(allowed.has(`${from}>${to}`));
  });

  it('never lead back to a call once the provider may have acted', () => {
    const reachable = new Set<string>(['unknown']);
    for (let round = 0; round < SEND_STATES.length; round += 1) {
      for (const [from, to] of pairs) if (reachable.has(from) && transition(from, to)) reachable.add(to);
    }
    expect([...reachable].sort()).toEqual(['closed', 'held', 'sent', 'unknown']);
  });
});
