import type { Tx } from '../../../db/client';
import type * as accountsApi from '../../../db/queries/accounts-api';
import type * as campaigns from '../../../db/queries/campaigns';
import type * as dayFacts from '../../../db/queries/day-facts';
import type * as enrolments from '../../../db/queries/enrolments';
import type * as fullCaps from '../../../db/queries/full-caps';
import type * as invitations from '../../../db/queries/invitations';
import type * as limitChanges from '../../../db/queries/limit-changes';
import type * as outcomes from '../../../db/queries/outcomes';
import type * as people from '../../../db/queries/person-of-event';
import type * as sendStore from '../../../db/queries/send-store';
import type * as sendingDays from '../../../db/queries/sending-days';
import type * as steps from '../../../db/queries/steps';
import type * as stranded from '../../../db/queries/stranded';

/** A query function without the transaction that it runs in. */
type Verb<Query> = Query extends (tx: Tx, ...args: infer Args) => infer Result ? (...args: Args) => Result : never;
type Verbs<Module, Name extends keyof Module> = { [Key in Name]: Verb<Module[Key]> };

/** The ledger itself: each of these is one call of a function of the database (design.md §5). */
type LedgerVerbs = Verbs<
  typeof sendStore,
  'campaignsByUsedShare' | 'pickDue' | 'reserveSend' | 'dispatchSend' | 'settleSend' | 'concludeSend' | 'sweepSends'
>;

type AccountVerbs = Verbs<
  typeof sendingDays,
  'accountById' | 'updateAccount' | 'pacesOf' | 'stopAction' | 'keepRateWindow' | 'putBudget'
> &
  Verbs<typeof accountsApi, 'rampDayAt'> &
  Verbs<typeof campaigns, 'campaignsOfAccount'> &
  Verbs<typeof limitChanges, 'limitChangeRows'> &
  Verbs<typeof fullCaps, 'fullCaps'> &
  Verbs<
    typeof dayFacts,
    'dayProgress' | 'dueActions' | 'invitesByCampaign' | 'sendTimesSince' | 'spentSince' | 'spentTimesSince'
  >;

type PersonVerbs = Verbs<
  typeof enrolments,
  | 'lockEnrolment'
  | 'updateEnrolment'
  | 'stepsOf'
  | 'resolutionOf'
  | 'saveResolution'
  | 'prospectById'
  | 'queuedEnrolments'
  | 'wakeableEnrolments'
  | 'lockEnrolmentsOfProspect'
  | 'lockProspect'
  | 'sendsInFlight'
> &
  Verbs<typeof invitations, 'pendingInvitation' | 'withdrawnSince'> &
  Verbs<typeof people, 'enrolmentIdsOn' | 'timedOutEnrolments'> &
  Verbs<typeof steps, 'stepById'> &
  Verbs<typeof stranded, 'strandedEnrolments' | 'unknownSends' | 'pendingByAccount'>;

type OutcomeVerbs = Verbs<
  typeof outcomes,
  | 'insertInvitation'
  | 'acceptInvitation'
  | 'upsertThread'
  | 'chatOf'
  | 'insertSignal'
  | 'hourBefore'
  | 'recentSignals'
  | 'insertAudit'
  | 'markProspect'
>;

/** What one transaction of the send path may do. Nothing outside `db/` writes the ledger in another way. */
export type StoreUnit = LedgerVerbs & AccountVerbs & PersonVerbs & OutcomeVerbs;

/**
 * The send path's only way to its store (design.md §3). The SQL behind it is `db/queries`, bound by `pg-store.ts`; a
 * simulation may put memory, or a planted bug, behind it from outside. `work` is one transaction: all of it or nothing.
 */
export interface SendStore {
  inWorkspace<T>(workspaceId: string, work: (unit: StoreUnit) => Promise<T>): Promise<T>;
}
