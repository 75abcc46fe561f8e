import { expect, it } from 'vitest';
import { lookAgainAt } from './look-again';

const NOW = new Date('2026-03-04T09:00:00Z');
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const slots = (ready: ('invite' | 'message')[], minutes: number | null) => ({
  ready,
  wakeAt: minutes === null ? null : after(minutes),
});

it('waits for the next slot, and at most ten minutes', () => {
  expect(lookAgainAt({ now: NOW, slots: slots([], 3), did: 'sent', freeAt: null })).toEqual(after(3));
  expect(lookAgainAt({ now: NOW, slots: slots([], 30), did: 'other', freeAt: null })).toEqual(after(10));
  expect(lookAgainAt({ now: NOW, slots: slots([], null), did: 'nothing_due', freeAt: null })).toEqual(after(10));
});

it('goes on at once after a send while another action is ready', () => {
  expect(lookAgainAt({ now: NOW, slots: slots(['message'], null), did: 'sent', freeAt: null })).toEqual(NOW);
});

it('waits for the end of a refusal, or two minutes where it named none', () => {
  const refused = { now: NOW, slots: slots(['invite'], null), did: 'other' as const };
  expect(lookAgainAt({ ...refused, freeAt: after(5) })).toEqual(after(5));
  expect(lookAgainAt({ ...refused, freeAt: after(-5) })).toEqual(after(2));
  expect(lookAgainAt({ ...refused, freeAt: null })).toEqual(after(2));
});

it('does not loop over what was ready and then not due any more', () => {
  expect(lookAgainAt({ now: NOW, slots: slots(['invite'], 4), did: 'nothing_due', freeAt: null })).toEqual(after(4));
});
