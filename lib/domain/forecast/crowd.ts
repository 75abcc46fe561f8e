import type { Action } from '../limits/constants';
import type { CampaignFacts, LookUp, PersonFactsNow } from './facts';
import type { Heap } from './heap';
import { heapOf } from './heap';

/** A person of the forecast as a draw goes on: the enrolment's row in memory. */
export interface Player {
  readonly facts: PersonFactsNow;
  readonly campaign: CampaignFacts;
  readonly priority: number;
  state: 'due' | 'waiting' | 'parked' | 'ended';
  /** Why the person waits or has ended. */
  reason: string | null;
  stepId: string | null;
  since: Date;
  action: Action | null;
  dueAtMs: number;
  accepted: boolean;
  pending: boolean;
  invitedAt: Date | null;
  profile: LookUp | null;
  replied: boolean;
  /** Something was sent to the person in this draw or before it. */
  begun: boolean;
  /** What was put into a heap before the person changed does not count any more. */
  turn: number;
}

/** Something that will happen to a person of its own accord. */
export interface Happening {
  atMs: number;
  kind: 'due' | 'wake' | 'accept' | 'reply';
  player: Player;
  turn: number;
}

export interface DueEntry {
  player: Player;
  turn: number;
  /** As it was when the entry was made: an entry that is void must not change its place. */
  dueAtMs: number;
}

/** All people of one account with their due work and what is going to happen to them. */
export interface Crowd {
  players: Player[];
  due: Map<string, Map<Action, Heap<DueEntry>>>;
  /** How many are due by action, and of them those of a campaign. */
  dueCount: Map<Action, number>;
  happenings: Heap<Happening>;
  /** People of each campaign who have not ended. */
  open: Map<string, number>;
}

export function emptyCrowd(): Crowd {
  return {
    players: [],
    due: new Map(),
    dueCount: new Map(),
    happenings: heapOf((a, b) => a.atMs < b.atMs),
    open: new Map(),
  };
}

/** Changes one of a crowd's counts. */
export function add<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change);
}
