import type { PickedRow } from '../../../db/queries/send-store';
import type { SendState } from '../../domain/sends/constants';

/** Which of an action's budgets a send draws on: an invite with a note, an InMail that costs a credit or none. */
export type Variant = 'plain' | 'note' | 'credit' | 'open';

/** A person's due step as the pick found and locked it. */
export type DueWork = PickedRow;

/** The reserved row of the ledger. `fence` must be shown to dispatch and settle it. */
export interface ReservedSend {
  id: string;
  fence: string;
  attempt: number;
  at: Date;
}

export type ReserveOutcome =
  | { outcome: 'reserved'; send: ReservedSend }
  | { outcome: 'duplicate'; sendId: string; state: SendState }
  | { outcome: 'capped'; budget: string; cap: number; used: number; freeAt: Date | null }
  | { outcome: 'gated'; gate: string; freeAt: Date | null };
