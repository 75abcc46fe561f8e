import type { SendState } from './constants';

/** Whether a send may go from one state to another (design.md §4). A trigger of the store refuses the same arrows. */
export function transition(from: SendState, to: SendState): boolean {
  return ARROWS[from].includes(to);
}

/** Every allowed arrow. None leads back to a call once the provider may have acted. */
export const ARROWS: Record<SendState, readonly SendState[]> = {
  reserved: ['dispatching', 'released'],
  dispatching: ['sent', 'rejected', 'released', 'unknown'],
  released: ['reserved'],
  unknown: ['sent', 'held'],
  held: ['sent', 'closed'],
  sent: [],
  rejected: [],
  closed: [],
};
