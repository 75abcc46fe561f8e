import type { Action, BudgetKey } from '../../../lib/domain/limits/constants';

/** The moment of every race: a Wednesday noon inside the working hours of Berlin. */
export const RACE_AT = new Date('2026-03-04T12:00:00.000Z');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A call may reach the provider this much after it was counted; every window is longer by it. */
const LAG_MS = 150_000;

/** Which budget has one slot left, what has used the others, and what races for it. */
export interface SlotKind {
  name: string;
  key: BudgetKey;
  /** The rolling part of the window, written down a second time on purpose. */
  widthMs: number;
  /** Sends before the race, oldest first. */
  before: string[];
  /** How many of them have left the window by now; the counter still holds them. */
  gone: number;
  /** What the racers do, in turn. */
  actions: Action[];
}

const DAY = DAY_MS + LAG_MS;
const TODAY = ['2026-03-04T08:10:00Z', '2026-03-04T09:40:00Z'];

/** The cap is what is still counted plus one, so that one slot is left in each. */
export const SLOT_KINDS: readonly SlotKind[] = [
  { name: 'the day', key: 'invite.day', widthMs: DAY, before: TODAY, gone: 0, actions: ['invite'] },
  { name: 'a cap of one', key: 'invite.day', widthMs: DAY, before: [], gone: 0, actions: ['invite'] },
  {
    name: 'the rolling day, the slot just come free',
    key: 'message.day',
    widthMs: DAY,
    before: ['2026-03-03T11:00:00Z', '2026-03-03T14:00:00Z', '2026-03-03T15:00:00Z'],
    gone: 1,
    actions: ['message'],
  },
  {
    name: 'the rolling week, the slot just come free',
    key: 'invite.week',
    widthMs: 7 * DAY_MS + LAG_MS,
    before: ['2026-02-25T09:00:00Z', '2026-02-26T09:00:00Z'],
    gone: 1,
    actions: ['invite'],
  },
  {
    name: 'the rolling hour, the slot just come free',
    key: 'message.hour',
    widthMs: HOUR_MS + LAG_MS,
    before: ['2026-03-04T10:20:00Z', '2026-03-04T11:30:00Z'],
    gone: 1,
    actions: ['message'],
  },
  {
    name: "the campaign's share",
    key: 'campaign.invite.day',
    widthMs: DAY,
    before: TODAY,
    gone: 0,
    actions: ['invite'],
  },
  { name: 'the ramp', key: 'ramp.invite.day', widthMs: DAY, before: TODAY, gone: 0, actions: ['invite'] },
  {
    name: 'a budget that four actions share',
    key: 'engagement.day',
    widthMs: DAY,
    before: TODAY,
    gone: 0,
    actions: ['message', 'visit', 'comment', 'reaction'],
  },
];

/** What the cap of the raced budget is. */
export function capOf(kind: SlotKind): number {
  return kind.before.length - kind.gone + 1;
}
