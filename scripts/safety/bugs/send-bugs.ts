import type { WriteResult } from '../../../lib/providers/port';
import type { MemoryLedger } from '../sim/memory-ledger';
import type { SimulatedProvider } from '../sim/provider';
import type { PlantedBug } from './planting';
import { changed, inLedger, inProvider, inStore, planted } from './planting';

/** Mistakes on the way of one send: its key, its fence, its states, what an answer means. */
export const SEND_BUGS: PlantedBug[] = [
  inLedger(
    'a crashed dispatch is released and sent again',
    'a job queue that tries again what timed out',
    releaseCrashed,
  ),
  planted('the key is not permanent', 'a key of the try instead of the step, and a sweep that plans again', {
    plantInLedger: (ledger) => {
      const rowOfKey = ledger.rowOfKey.bind(ledger);
      ledger.rowOfKey = (tx, input) => {
        const row = rowOfKey(tx, input);
        return row?.state === 'unknown' ? { ...row, state: 'released' } : row;
      };
    },
    wrapStore: changed((unit) => ({
      strandedEnrolments: async (limit) =>
        (await unit.strandedEnrolments(limit)).map((row) => ({ ...row, sendState: 'released' })),
    })),
  }),
  inLedger('no fence: an old holder may still dispatch', 'a lease without a fencing token', (ledger) => {
    ledger.isMine = (row, _fence, states) => states.includes(row.state) || row.state === 'dispatching';
    ledger.leaseOver = () => false;
  }),
  inLedger('a released row is dispatched', 'the slot is looked at when it is taken and never again', (ledger) => {
    ledger.isMine = (row, fence, states) =>
      row.fence === fence && (states.includes(row.state) || row.state === 'released');
    ledger.leaseOver = () => false;
  }),
  inStore('the call is made before its dispatch is written', 'the row is written when the answer is there', () => ({
    dispatchSend: async () => ({ outcome: 'dispatching', reason: null }),
  })),
  inStore('a time-out gives the slot back', 'no answer is taken for no send', (unit) => ({
    settleSend: (input) =>
      unit.settleSend(input.state === 'unknown' ? { ...input, state: 'released', keep: 'none' } : input),
  })),
  inStore('an unknown outcome is not counted', 'only what was confirmed counts', (unit) => ({
    settleSend: (input) => unit.settleSend(input.state === 'unknown' ? { ...input, keep: 'none' } : input),
  })),
  inStore('a refusal costs nothing', 'the attempt is given back with the slot', (unit) => ({
    settleSend: (input) => unit.settleSend(input.state === 'rejected' ? { ...input, keep: 'none' } : input),
  })),
  inStore('a limit answer is not counted', 'what was refused for its limit gives its slot back', (unit) => ({
    settleSend: (input) => unit.settleSend(isLimit(input.answer) ? { ...input, keep: 'none' } : input),
  })),
  inStore('a limit answer does not stop the action', 'the 429 is written to the log', () => ({
    stopAction: async () => undefined,
  })),
  inStore('a limit answer is tried again with back-off', 'a retry after a minute instead of a stop', (unit) => ({
    stopAction: (input) => unit.stopAction({ ...input, until: new Date(input.now.getTime() + 60_000) }),
  })),
  inStore('the wait that the API asks for is ignored', '`Retry-After` is not read', (unit) => ({
    stopAction: (input) =>
      input.reason === 'The API asked to wait' ? Promise.resolve(undefined) : unit.stopAction(input),
  })),
  inStore('an unknown outcome does not stop the action', 'a 500 counts as a hiccup', (unit) => ({
    stopAction: (input) =>
      input.reason.includes('without a known outcome') ? Promise.resolve(undefined) : unit.stopAction(input),
  })),
  inProvider('the client tries again after a time-out', 'an HTTP client with retries', (provider) =>
    tryAgain(provider, (result) => result.answer.kind === 'unknown'),
  ),
  inProvider('the client tries again after a refusal', 'an HTTP client that retries any 4xx', (provider) =>
    tryAgain(provider, (result) => result.answer.kind === 'refused' && result.answer.code === 'target_impossible'),
  ),
  inProvider('the client tries again after a 429', 'an HTTP client that waits and retries', (provider) =>
    tryAgain(provider, (result) => result.answer.kind === 'refused' && result.answer.code === 'limit'),
  ),
  inStore('an unknown outcome is called sent without evidence', 'a day later it will have arrived', (unit) => ({
    concludeSend: (input) => unit.concludeSend({ ...input, state: 'sent' }),
  })),
  inLedger('what the lists do not show is released', 'absence is taken for proof', (ledger) => {
    const conclude = ledger.conclude.bind(ledger);
    ledger.conclude = async (tx, input) => {
      const done = await conclude(tx, input);
      const row = tx.get('sends', input.sendId);
      if (row?.state === 'held') tx.put('sends', { ...row, state: 'released' });
      return done;
    };
  }),
  inStore('nobody looks for dispatches without an answer', 'a sweep that was never written', () => ({
    sweepSends: async () => [],
  })),
  inStore('people of a crashed send are forgotten', 'a state that only its own process leaves', () => ({
    strandedEnrolments: async () => [],
  })),
];

function releaseCrashed(ledger: MemoryLedger): void {
  ledger.recovered = (tx, row, now) => {
    ledger.giveBack(tx, row, row.kept);
    tx.put('sends', { ...row, state: 'released', spent: false, kept: [], settledAt: now });
    return 'released';
  };
}

function isLimit(answer: object): boolean {
  return 'code' in answer && answer.code === 'limit';
}

function tryAgain(provider: SimulatedProvider, after: (result: WriteResult) => boolean): void {
  const write = provider.write.bind(provider);
  provider.write = async (...args) => {
    const first = await write(...args);
    return after(first) ? write(...args) : first;
  };
}
