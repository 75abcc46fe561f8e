import { BUDGET_BUGS } from './budget-bugs';
import { GATE_BUGS } from './gate-bugs';
import type { PlantedBug } from './planting';
import { SEND_BUGS } from './send-bugs';
import { STOP_BUGS } from './stop-bugs';

export type { PlantedBug } from './planting';

/** What needs two transactions to meet, or a window to end just then. */
const RARE = new Set([
  'the budget invite.day is forgotten',
  'the budget message.hour is forgotten',
  'the budget ramp.message.day is forgotten',
  'the budget attempt.resolve.day is forgotten',
  'check, then act: nobody looks again under the lock',
  'an hour is the hour of the clock',
  'a week is the week of the calendar',
  'two orders of locks',
  'the gates do not look at the person',
  'the gates do not look at the account’s state',
  'no fence: an old holder may still dispatch',
  'a released row is dispatched',
  'a stop lists nothing under way',
  'a reply stops only the account that it came to',
]);

/** Every one of these would cost somebody an account or a customer; all of them must be caught. */
export const PLANTED: PlantedBug[] = [...BUDGET_BUGS, ...GATE_BUGS, ...SEND_BUGS, ...STOP_BUGS].map((bug) =>
  RARE.has(bug.name) ? { ...bug, rare: true } : bug,
);
