import type { Tx } from '../../../db/client';
import type { Step } from '../../domain/campaigns/sequence';
import type { Action } from '../../domain/limits/constants';
import type { SendOrigin, SendState } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';

/** Which of an action's budgets a send draws on: an invite with a note, an InMail that costs a credit or none. */
export type Variant = 'plain' | 'note' | 'credit' | 'open';

/** A person's due step as the pick found and locked it. */
export interface DueWork {
  enrolmentId: string;
  campaignId: string;
  prospectId: string;
  stepId: string;
  action: Action;
  workClass: number;
  smoothWeek: boolean;
  step: Step;
  /** Null when unknown or older than 7 days, which counts as closed. */
  openProfile: boolean | null;
  /** Rows of this step that the provider refused: a new try needs a key of its own. */
  refusedTries: number;
}

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

export interface ReserveInput {
  accountId: string;
  campaignId: string | null;
  enrolmentId: string;
  stepKey: string;
  prospectId: string | null;
  action: Action;
  variant: Variant;
  origin: SendOrigin;
}

/** What the pick may look at. */
export interface PickInput {
  accountId: string;
  /** Actions whose slot has not come, or that are full or stopped. */
  parkedActions: ReadonlySet<Action>;
  /** `action:campaign` pairs whose campaign has no room. */
  parkedCampaigns: ReadonlySet<string>;
  /** People whom this step has refused already. */
  skipEnrolments: ReadonlySet<string>;
}

/**
 * The send path's only way to the ledger (design.md §3); the SQL behind it is `db/queries/send-store.ts`. A simulation may
 * put something else behind it. `pickAndReserve`, `reserve` and `dispatch` are one transaction each; `settle` joins the
 * caller's, in which the person moves on too.
 */
export interface SendStore {
  /** Picks the account's next due step and reserves it in the same transaction; null when nothing may be picked. */
  pickAndReserve(
    ctx: ServiceContext,
    input: PickInput,
  ): Promise<{ work: DueWork; result: ReserveOutcome | { outcome: 'unsendable'; reason: string } } | null>;
  reserve(ctx: ServiceContext, input: ReserveInput): Promise<ReserveOutcome>;
  /** Commits `dispatching`, stops looked at again. Nothing may call the provider without it. */
  dispatch(
    ctx: ServiceContext,
    send: ReservedSend,
  ): Promise<{ outcome: 'dispatching' | 'released' | 'stale'; gate: string | null }>;
  /** Records the answer; false when the row is no longer this fence's to settle. */
  settle(
    tx: Tx,
    input: {
      send: ReservedSend;
      state: 'sent' | 'rejected' | 'released' | 'unknown';
      keep: 'all' | 'attempt' | 'attempt_and_ramp' | 'none';
      providerRef: string | null;
      answer: { code: string; detail: string; headers?: Record<string, string> };
      now: Date;
    },
  ): Promise<boolean>;
}
