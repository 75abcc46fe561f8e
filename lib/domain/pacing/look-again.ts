import type { Action } from '../limits/constants';

/** With nothing due, new people or a changed cap are noticed after this long. */
export const RECHECK_MS = 10 * 60_000;
/** A refusal that names no moment is looked at again after this long. */
const REFUSED_MS = 2 * 60_000;

export interface LookAgainInput {
  now: Date;
  /** What may go now and when the next may, of what is left after the turn. */
  slots: { ready: readonly Action[]; wakeAt: Date | null };
  /** What the turn did: a send, nothing because nothing was due, or something else. */
  did: 'sent' | 'nothing_due' | 'other';
  /** When a refusal of the turn ends, if it named a moment. */
  freeAt: Date | null;
}

/** When an account takes its next turn: its next slot, the end of a refusal or soon, and at the latest after ten minutes. */
export function lookAgainAt({ now, slots, did, freeAt }: LookAgainInput): Date {
  const recheck = new Date(now.getTime() + RECHECK_MS);
  const { ready, wakeAt } = slots;
  if (ready.length > 0 && did !== 'nothing_due') {
    // Something was ready and was refused: look again when the refusal ends, or soon; never in a tight loop.
    const refused = did === 'sent' ? now : new Date(now.getTime() + REFUSED_MS);
    const named = freeAt !== null && freeAt > now ? freeAt : refused;
    return earliest(named, wakeAt ?? recheck, recheck);
  }
  return earliest(wakeAt ?? recheck, recheck);
}

function earliest(...moments: Date[]): Date {
  return new Date(Math.min(...moments.map((moment) => moment.getTime())));
}
