import type { CampaignRow } from '../../../db/queries/campaigns';
import type { EnrolmentRow, ProspectRow } from '../../../db/queries/enrolments';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import type { Step } from '../../../lib/domain/campaigns/sequence';
import type { Action } from '../../../lib/domain/limits/constants';
import type { SendOrigin, SendState } from '../../../lib/domain/sends/constants';
import type { StoreUnit } from '../../../lib/services/sends/store';

export interface SendRow {
  id: string;
  accountId: string;
  campaignId: string | null;
  enrolmentId: string;
  stepKey: string;
  prospectId: string | null;
  action: Action;
  origin: SendOrigin;
  state: SendState;
  spent: boolean;
  attempt: number;
  fence: string;
  budgets: string[];
  kept: string[];
  at: number;
  deadlineAt: number;
  dispatchedAt: number | null;
  settledAt: number | null;
  answer: string | null;
}

export interface BudgetRow {
  id: string;
  accountId: string;
  key: string;
  campaignId: string;
  anchor: 'day' | 'month' | null;
  widthMs: number;
  cap: number;
  used: number;
  since: number;
}

export interface PaceRow {
  id: string;
  accountId: string;
  action: Action;
  gapMsMin: number;
  lastAt: number | null;
  stoppedUntil: number | null;
  stopReason: string | null;
  stoppedAt: number | null;
  stopsInRow: number;
  rate: { limit: number; remaining: number; resetAt: number; seenAt: number } | null;
}

export interface StopRow {
  id: string;
  scope: 'workspace' | 'action' | 'account' | 'campaign';
  targetId: string | null;
  action: Action | null;
  until: number | null;
  endedAt: number | null;
}

type Arg<Name extends keyof StoreUnit> = Parameters<StoreUnit[Name]>[0];
export type SignalRow = Arg<'insertSignal'>;
export type ResolutionRow = NonNullable<Awaited<ReturnType<StoreUnit['resolutionOf']>>>;
export type InvitationRow = NonNullable<Awaited<ReturnType<StoreUnit['pendingInvitation']>>>;

/** Every table that the send path touches, by the row's key. */
export interface Rows {
  workspaces: { id: string; controlChangedAt: number | null };
  accounts: AccountRow;
  campaigns: CampaignRow;
  enrolments: EnrolmentRow;
  prospects: ProspectRow & { suppressed: boolean };
  steps: Step & { campaignId: string };
  rampDays: RampDayRow & { id: string; open: { from: number; to: number }[] };
  paces: PaceRow;
  budgets: BudgetRow;
  sends: SendRow;
  signals: SignalRow & { id: string };
  resolutions: ResolutionRow & { id: string };
  invitations: InvitationRow;
  threads: { id: string; accountId: string; prospectId: string | null; providerChatId: string };
  stops: StopRow;
  audits: { id: string; action: string; objectId: string | null };
}
export type Table = keyof Rows;

/** The committed rows. A transaction reads them through its own writes and puts those here when it commits. */
export class Tables {
  /** Told of every send row that a commit changes; how the branches of the send path are counted and traced from outside. */
  onSend: (before: SendRow | null, after: SendRow) => void = () => undefined;
  private readonly rows: { [Name in Table]: Map<string, Rows[Name]> } = {
    workspaces: new Map(),
    accounts: new Map(),
    campaigns: new Map(),
    enrolments: new Map(),
    prospects: new Map(),
    steps: new Map(),
    rampDays: new Map(),
    paces: new Map(),
    budgets: new Map(),
    sends: new Map(),
    signals: new Map(),
    resolutions: new Map(),
    invitations: new Map(),
    threads: new Map(),
    stops: new Map(),
    audits: new Map(),
  };

  /** Every state of a send that was committed, in order: a row that is used again forgets its earlier ones. */
  readonly written: SendRow[] = [];

  of<Name extends Table>(table: Name): Map<string, Rows[Name]> {
    return this.rows[table];
  }
}
