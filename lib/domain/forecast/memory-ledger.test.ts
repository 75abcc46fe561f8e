import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BudgetKey } from '../limits/constants';
import { budgetWindowOf, dayBounds, localDay, windowStart } from '../limits/windows';
import { heapOf, popFrom, pushOn } from './heap';
import { beginDay, bindingOf, count, openLedger, putCap, usedOf } from './memory-ledger';

const ZONE = 'Europe/Berlin';
const START_MS = Date.parse('2026-03-20T08:00:00Z');
const KEYS: BudgetKey[] = ['invite.day', 'invite.week', 'message.hour', 'invite_note.month'];

function openedAt(ms: number, ledger = openLedger(ZONE)) {
  const date = localDay(new Date(ms), ZONE);
  const monthStartMs = dayBounds(`${date.slice(0, 8)}01`, ZONE).start.getTime();
  beginDay(ledger, { startMs: dayBounds(date, ZONE).start.getTime(), monthStartMs });
  return ledger;
}

it('counts what the windows of the store hold, over clock changes and ends of months', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 40 * 3_600_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.constantFrom(...KEYS), (all, key) => {
      const ledger = openLedger(ZONE);
      const times: number[] = [];
      let ms = START_MS;
      for (const gap of all) {
        ms += gap;
        openedAt(ms, ledger);
        const since = windowStart(new Date(ms), budgetWindowOf(key), ZONE).getTime();
        expect(usedOf(ledger, key, '', ms)).toBe(times.filter((time) => time > since - 1).length);
        count(ledger, { atMs: ms, campaignId: 'cmp_1', keys: [key] });
        times.push(ms);
      }
    }),
  );
});

it('names the full budget that frees up last, and that moment', () => {
  const ledger = openedAt(START_MS);
  putCap(ledger, 'invite.day', '', 1);
  putCap(ledger, 'invite.week', '', 1);
  expect(bindingOf(ledger, ['invite.day', 'invite.week'], 'cmp_1', START_MS)).toBeNull();
  count(ledger, { atMs: START_MS, campaignId: 'cmp_1', keys: ['invite.day', 'invite.week'] });
  expect(bindingOf(ledger, ['invite.day', 'invite.week'], 'cmp_1', START_MS)).toEqual({
    key: 'invite.week',
    cap: 1,
    freeAtMs: START_MS + budgetWindowOf('invite.week').widthMs,
  });
});

it('a cap of 0 is full for ever, and a campaign is not held by the cap of another', () => {
  const ledger = openedAt(START_MS);
  putCap(ledger, 'campaign.invite.day', 'cmp_1', 0);
  putCap(ledger, 'campaign.invite.day', 'cmp_2', 5);
  expect(bindingOf(ledger, ['campaign.invite.day'], 'cmp_1', START_MS)).toMatchObject({ freeAtMs: null });
  expect(bindingOf(ledger, ['campaign.invite.day'], 'cmp_2', START_MS)).toBeNull();
});

it('a heap gives its items in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (values) => {
      const heap = heapOf<number>((a, b) => a < b);
      for (const value of values) pushOn(heap, value);
      const out: number[] = [];
      for (let next = popFrom(heap); next !== null; next = popFrom(heap)) out.push(next);
      expect(out).toEqual(values.toSorted((a, b) => a - b));
    }),
  );
});
