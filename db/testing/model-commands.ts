import fc from 'fast-check';
import type { BudgetKey } from '../../lib/domain/limits/constants';

const HOUR_MS = 3_600_000;
/** The budgets that a run makes small. */
export const SMALL: BudgetKey[] = [
  'invite.day',
  'invite.week',
  'invite_note.month',
  'message.day',
  'message.hour',
  'engagement.day',
  'reaction.day',
  'attempt.invite.day',
  'attempt.message.day',
  'attempt.reaction.day',
  'ramp.invite.day',
  'ramp.reaction.day',
];

/** One thing that happens to an account. */
export type Command =
  | { kind: 'reserve'; what: number; who: number; staleMs: number }
  | { kind: 'dispatch'; which: number }
  | { kind: 'settle'; which: number; as: number }
  | { kind: 'conclude'; which: number; as: 'sent' | 'held' | 'closed' }
  | { kind: 'advance'; ms: number }
  | { kind: 'advance_to_free'; what: number; earlyMs: number }
  | { kind: 'cap'; which: number; cap: number; zone: number }
  | { kind: 'external'; what: number };

/** Any of them; numbers are taken modulo what there is. */
export const modelCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      what: fc.nat(3),
      who: fc.nat(59),
      staleMs: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 45_000 }) },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('dispatch' as const), which: fc.nat(50) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settle' as const), which: fc.nat(50), as: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('conclude' as const),
      which: fc.nat(50),
      as: fc.constantFrom('sent', 'held', 'closed'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      ms: fc.oneof(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 2 * HOUR_MS }),
        fc.integer({ min: HOUR_MS, max: 30 * HOUR_MS }),
        fc.integer({ min: 24 * HOUR_MS, max: 240 * HOUR_MS }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('advance_to_free' as const),
      what: fc.nat(3),
      earlyMs: fc.constantFrom(0, 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cap' as const),
      which: fc.nat(SMALL.length - 1),
      cap: fc.nat(6),
      zone: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('external' as const), what: fc.nat(3) }) },
);
