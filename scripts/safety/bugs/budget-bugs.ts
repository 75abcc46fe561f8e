import type { MemoryLedger } from '../sim/memory-ledger';
import { Transaction } from '../sim/transaction';
import type { PlantedBug } from './planting';
import { drawBlindly, inLedger } from './planting';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Every budget that the simulated steps draw on, forgotten one by one. */
const FORGOTTEN = [
  ...['invite.day', 'invite.week', 'campaign.invite.day', 'ramp.invite.day', 'attempt.invite.day'],
  ...['message.day', 'message.hour', 'campaign.message.day', 'ramp.message.day', 'attempt.message.day'],
  ...['engagement.day', 'profile_view.day', 'attempt.resolve.day'],
];

/** Mistakes in the counters: what is full, what counts, when it stops counting. */
export const BUDGET_BUGS: PlantedBug[] = [
  inLedger('a cap of 0 means unlimited', '`if (cap && used >= cap)`: 0 is falsy', (ledger) => {
    ledger.isFull = (budget) => budget.cap > 0 && budget.used >= budget.cap;
    drawBlindly(ledger);
  }),
  inLedger('a cap is off by one', '`used > cap` instead of `used >= cap`', (ledger) => {
    ledger.isFull = (budget) => budget.used > budget.cap;
    drawBlindly(ledger);
  }),
  ...FORGOTTEN.map((forgotten) =>
    inLedger(`the budget ${forgotten} is forgotten`, 'a kind missing in the table of budgets', (ledger) => {
      const keysOf = ledger.keysOf.bind(ledger);
      ledger.keysOf = (input) => keysOf(input).filter((key) => key !== forgotten);
    }),
  ),
  inLedger(
    'check, then act: nobody looks again under the lock',
    'a count in the application, an insert after it',
    (ledger) => {
      ledger.anyFull = () => false;
      drawBlindly(ledger);
    },
  ),
  inLedger('an increment is lost', 'the counter is written back as it was read before the lock', loseIncrements),
  inLedger(
    'the counter is increased in a transaction of its own',
    'an atomic counter beside the ledger, as in Redis',
    (ledger) => {
      ledger.draw = (tx, input, keys) => {
        const own = new Transaction(ledger.world.tables);
        for (const budget of ledger.budgetsOfSend(tx, input, keys))
          own.put('budgets', { ...budget, used: budget.used + 1 });
        own.commit();
      };
    },
  ),
  inLedger(
    'an hour is the hour of the clock',
    'a window keyed by the hour: twice the cap around its edge',
    (ledger) => {
      window(ledger, HOUR_MS, (at) => Math.floor(at / HOUR_MS) * HOUR_MS - 1);
    },
  ),
  inLedger('a week is the week of the calendar', '`date_trunc(week)` instead of seven days', (ledger) => {
    // 1970-01-05 was a Monday.
    window(ledger, 7 * DAY_MS, (at) => Math.floor((at - 4 * DAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + 4 * DAY_MS - 1);
  }),
  inLedger('a day is the day of UTC', '`date_trunc(day)` on a server in UTC', (ledger) => {
    window(ledger, DAY_MS, (at) => Math.floor(at / DAY_MS) * DAY_MS - 1);
  }),
  inLedger(
    'a day is the calendar day alone',
    'no rolling 24 hours: an evening and a morning hold two days’ caps',
    (ledger) => {
      window(ledger, DAY_MS, (at) => ledger.world.calendar.freesAt({ anchor: 'day', widthMs: 0 }, at) - DAY_MS - 1);
    },
  ),
  inLedger('a window is a minute short', 'a cut-off that forgets how long a call may take', (ledger) => {
    const windowStart = ledger.windowStart.bind(ledger);
    ledger.windowStart = (budget, at) => windowStart(budget, at) + 4 * MINUTE_MS;
  }),
  inLedger(
    'what left the window is counted out twice',
    'an eviction that does not remember how far it came',
    (ledger) => {
      ledger.evict = (tx, budgets, at) => {
        for (const budget of budgets.filter((one) => one.used >= one.cap)) {
          const start = ledger.windowStart(budget, at);
          const left = ledger.counted(tx, budget).filter((row) => row.at <= start).length;
          tx.put('budgets', { ...budget, used: Math.max(0, budget.used - left), since: budget.since });
        }
      };
    },
  ),
  inLedger('a slot is given back twice', 'a release without a look at the state', (ledger) => {
    const giveBack = ledger.giveBack.bind(ledger);
    ledger.giveBack = (tx, row, keys) => {
      giveBack(tx, row, keys);
      giveBack(tx, row, keys);
    };
  }),
  inLedger('a released send keeps its budgets', 'the row is released, its counters are not', (ledger) => {
    ledger.giveBack = () => undefined;
  }),
  inLedger(
    'two orders of locks',
    'a settlement that locks its budgets in the order in which they were drawn',
    (ledger) => {
      ledger.locked = async (tx, sendId) => {
        const row = tx.get('sends', sendId);
        if (row === null) return null;
        await ledger.world.locks.take(tx, `sends:${sendId}`, 'update');
        for (const key of row.budgets.toSorted().reverse()) {
          await ledger.lockBudgets(tx, row, [key]);
          await ledger.world.scheduler.point('lock');
        }
        return tx.get('sends', sendId);
      };
    },
  ),
];

/** Replaces the window of one width; the other windows stay. */
function window(ledger: MemoryLedger, widthMs: number, startAt: (at: number) => number): void {
  const windowStart = ledger.windowStart.bind(ledger);
  ledger.windowStart = (budget, at) =>
    Math.abs(budget.widthMs - widthMs) <= 5 * MINUTE_MS ? startAt(at) : windowStart(budget, at);
}

function loseIncrements(ledger: MemoryLedger): void {
  const bindingOf = ledger.bindingOf.bind(ledger);
  const read = new Map<Transaction, Map<string, number>>();
  ledger.bindingOf = (tx, input, keys, at) => {
    const seen = new Map(ledger.budgetsOfSend(tx, input, keys).map((budget) => [budget.id, budget.used]));
    read.set(tx, seen);
    return bindingOf(tx, input, keys, at);
  };
  ledger.draw = (tx, input, keys) => {
    for (const budget of ledger.budgetsOfSend(tx, input, keys))
      tx.put('budgets', { ...budget, used: (read.get(tx)?.get(budget.id) ?? budget.used) + 1 });
  };
}
