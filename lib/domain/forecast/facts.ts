import type { Priority } from '../campaigns/constants';
import type { Step } from '../campaigns/sequence';
import type { Action, BudgetKey, CapKind, RampKind, Tier } from '../limits/constants';
import type { Limits } from '../limits/limit-policy';
import type { Schedule } from '../pacing/working-hours';
import type { RampStand } from '../ramp/decide-ramps';
import type { Odds } from './odds';

/** All that a forecast looks at: what the workspace's rows say now. */
export interface ForecastFacts {
  now: Date;
  /** The campaign that is asked about; it is played as if it ran from now on. */
  campaignId: string;
  accounts: readonly AccountFacts[];
  /** Every campaign that the accounts send for, the one asked about among them. */
  campaigns: readonly CampaignFacts[];
  people: readonly PersonFactsNow[];
  limits: Limits;
}

export interface CampaignFacts {
  id: string;
  name: string;
  caps: Record<CapKind, number>;
  smoothWeek: boolean;
  steps: readonly Step[];
  senderIds: readonly string[];
}

export interface AccountFacts {
  id: string;
  tier: Tier;
  targets: Partial<Record<Action, number>>;
  /** Null while the account has no time zone: nothing is sent. */
  schedule: Schedule | null;
  /** Why the account sends nothing by itself, or null: its state, a pause, or a stop without an end. */
  idle: 'account_state' | 'account_paused' | 'control_stop' | null;
  connectedAt: Date;
  weeks: number;
  invites: RampStand;
  others: RampStand;
  /** Today's decision, when it was made. */
  today: OpenDay | null;
  /** Caps and sends of the last five working days, newest first. */
  usedDays: readonly { cap: number; sent: number }[];
  lastSendAt: Date | null;
  /** Limit signals of the last week. */
  signals: readonly Date[];
  /** Invitations of the last two weeks. */
  invitations: readonly { at: Date; acceptedAt: Date | null; prospectId: string | null }[];
  /** Sends that a budget may still count, oldest first. */
  sends: readonly PastSend[];
  /** Stops of actions that are in force. */
  stops: readonly { action: Action; until: Date }[];
  /** InMail credits that were read last, less those spent since; null when unknown, which counts as none. */
  credits: number | null;
  odds: Odds;
}

export interface OpenDay {
  localDate: string;
  madeAt: Date;
  caps: Record<RampKind, number>;
  targets: Record<RampKind, number>;
}

export interface PastSend {
  at: Date;
  action: Action;
  campaignId: string | null;
  keys: readonly BudgetKey[];
}

/** What a look-up found of a person; null where the provider did not say. */
export interface LookUp {
  at: Date;
  degree: number | null;
  openProfile: boolean | null;
  takesInmail: boolean | null;
}

/** A person who takes part in one of the campaigns. */
export interface PersonFactsNow {
  id: string;
  prospectId: string;
  accountId: string;
  campaignId: string;
  priority: Priority;
  state: 'queued' | 'active' | 'waiting' | 'parked';
  stepId: string | null;
  /** What was planned for the step of an active person: it is sent as it stands. */
  work: Action | null;
  since: Date;
  /** When the step falls due or is looked at again; null for now, or for never where the person is parked. */
  at: Date | null;
  invitedAt: Date | null;
  /** An invitation that nobody has answered. */
  pending: boolean;
  accepted: boolean;
  /** What the last look-up found, or null. */
  profile: LookUp | null;
  reachable: boolean;
}
