import type { Step } from '../../domain/campaigns/sequence';
import type { Action, Tier } from '../../domain/limits/constants';
import type { SendOrigin, SendState } from '../../domain/sends/constants';

/** A person's due step, as the pick found it, with what the call needs. */
export interface DueWork {
  enrolmentId: string;
  campaignId: string;
  prospectId: string;
  stepId: string;
  action: Action;
  workClass: number;
  smoothWeek: boolean;
}

/** The reserved send: the ledger row before the call. `fence` must be shown to dispatch and settle it. */
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
  /** `plain`, `note` (invite), `credit` or `open` (InMail): which budgets it draws on. */
  variant: 'plain' | 'note' | 'credit' | 'open';
  origin: SendOrigin;
}

/** What the account's work is limited to today, for the pick. */
export interface PickLimits {
  /** Actions that are parked now, by target, stop or a full account budget. */
  parkedActions: ReadonlySet<Action>;
  /** `action:campaign` pairs whose campaign budget is full. */
  parkedCampaigns: ReadonlySet<string>;
  /** People that this step has already refused. */
  skipEnrolments: ReadonlySet<string>;
}

export interface PickAndReserve {
  accountId: string;
  tier: Tier;
  now: Date;
  installationId: string;
  limits: PickLimits;
  /** Chooses key and variant of a picked step; pure. */
  describe: (work: DueWork, facts: WorkFacts) => { stepKey: string; variant: ReserveInput['variant'] };
}

/** What is known of the person and the step when it is picked. */
export interface WorkFacts {
  step: Step;
  openProfile: boolean | null;
  /** Ledger rows that this enrolment and step already have and that were refused: a new try needs a key of its own. */
  refusedTries: number;
}

/**
 * The send path's only way to the ledger (design.md §3). The SQL behind it is `db/queries/send-store.ts`; a simulation
 * may put memory behind it. Every method is one transaction.
 */
export interface SendStore {
  /** Picks the account's next due step and reserves it in the same transaction; null when nothing is due. */
  pickAndReserve(input: PickAndReserve): Promise<{ work: DueWork; result: ReserveOutcome } | null>;
  /** Commits `dispatching`; stops are looked at again. Nothing may call the provider without it. */
  dispatch(input: {
    sendId: string;
    fence: string;
    now: Date;
    installationId: string;
    deadlineMs: number;
  }): Promise<{ outcome: 'dispatching' | 'released' | 'stale'; gate: string | null }>;
}
