import type { Action } from '../limits/constants';
import type { Crowd, DueEntry, Player } from './crowd';
import { add } from './crowd';
import type { Heap } from './heap';
import { heapOf, popFrom, pushOn } from './heap';

/** The step of a person has fallen due: it may be picked. */
export function fallDue(crowd: Crowd, player: Player): void {
  const { action } = player;
  if (action === null) throw new Error('A due step without an action');
  player.state = 'due';
  add(crowd.dueCount, action, 1);
  pushOn(dueHeap(crowd, player.campaign.id, action), { player, turn: player.turn, dueAtMs: player.dueAtMs });
}

/** The first entry of a campaign that is due for an action, by priority, then by the moment; null without one. */
export function firstDue(crowd: Crowd, campaignId: string, action: Action): DueEntry | null {
  const heap = dueHeap(crowd, campaignId, action);
  for (let [entry] = heap.items; entry !== undefined; [entry] = heap.items) {
    if (entry.turn === entry.player.turn && entry.player.state === 'due') return entry;
    popFrom(heap);
  }
  return null;
}

/** Whether one due person is picked before another of the same class. */
export function isBefore(a: Pick<DueEntry, 'player' | 'dueAtMs'>, b: Pick<DueEntry, 'player' | 'dueAtMs'>): boolean {
  if (a.player.priority !== b.player.priority) return a.player.priority < b.player.priority;
  if (a.dueAtMs !== b.dueAtMs) return a.dueAtMs < b.dueAtMs;
  return a.player.facts.id < b.player.facts.id;
}

/** Takes a person who is being sent to out of the due work. */
export function leaveDue(crowd: Crowd, player: Player): void {
  if (player.state !== 'due' || player.action === null) return;
  add(crowd.dueCount, player.action, -1);
  player.state = 'waiting';
}

function dueHeap(crowd: Crowd, campaignId: string, action: Action): Heap<DueEntry> {
  let ofCampaign = crowd.due.get(campaignId);
  if (ofCampaign === undefined) {
    ofCampaign = new Map();
    crowd.due.set(campaignId, ofCampaign);
  }
  let heap = ofCampaign.get(action);
  if (heap === undefined) {
    heap = heapOf<DueEntry>(isBefore);
    ofCampaign.set(action, heap);
  }
  return heap;
}
