import type { Database, Tx } from '../../../db/client';
import { inWorkspace } from '../../../db/client';
import { rampDayAt } from '../../../db/queries/accounts-api';
import { campaignsOfAccount } from '../../../db/queries/campaigns';
import * as dayFacts from '../../../db/queries/day-facts';
import * as enrolments from '../../../db/queries/enrolments';
import { fullCaps } from '../../../db/queries/full-caps';
import { pendingInvitation, withdrawnSince } from '../../../db/queries/invitations';
import { limitChangeRows } from '../../../db/queries/limit-changes';
import * as outcomes from '../../../db/queries/outcomes';
import { enrolmentIdsOn, timedOutEnrolments } from '../../../db/queries/person-of-event';
import * as ledger from '../../../db/queries/send-store';
import * as days from '../../../db/queries/sending-days';
import { stepById } from '../../../db/queries/steps';
import { pendingByAccount, strandedEnrolments, unknownSends } from '../../../db/queries/stranded';
import type { SendStore, StoreUnit } from './store';

/** The store on Postgres: every cap is taken by one call of `send_reserve` (design.md §5). */
export function pgStore(db: Database): SendStore {
  return { inWorkspace: (workspaceId, work) => inWorkspace(db, workspaceId, (tx) => work(unitOf(tx))) };
}

/** The verbs of the send path in a transaction that is already open. */
export function unitOf(tx: Tx): StoreUnit {
  const bound = Object.entries(QUERIES).map(([name, query]) => [
    name,
    (...args: unknown[]) => (query as (tx: Tx, ...args: unknown[]) => unknown)(tx, ...args),
  ]);
  return Object.fromEntries(bound) as StoreUnit;
}

/** Every verb of the port has its query here; the type refuses a missing one. */
const QUERIES: {
  [Name in keyof StoreUnit]: (tx: Tx, ...args: Parameters<StoreUnit[Name]>) => ReturnType<StoreUnit[Name]>;
} = {
  ...pick(ledger, [
    'campaignsByUsedShare',
    'pickDue',
    'reserveSend',
    'dispatchSend',
    'settleSend',
    'concludeSend',
    'sweepSends',
  ]),
  ...pick(days, ['accountById', 'updateAccount', 'pacesOf', 'stopAction', 'keepRateWindow', 'putBudget']),
  campaignsOfAccount,
  limitChangeRows,
  fullCaps,
  rampDayAt,
  ...pick(dayFacts, [
    'dayProgress',
    'dueActions',
    'invitesByCampaign',
    'sendTimesSince',
    'spentSince',
    'spentTimesSince',
  ]),
  ...pick(enrolments, [
    'lockEnrolment',
    'updateEnrolment',
    'stepsOf',
    'resolutionOf',
    'saveResolution',
    'prospectById',
    'queuedEnrolments',
    'wakeableEnrolments',
    'lockEnrolmentsOfProspect',
    'lockProspect',
    'sendsInFlight',
  ]),
  pendingInvitation,
  withdrawnSince,
  enrolmentIdsOn,
  timedOutEnrolments,
  stepById,
  strandedEnrolments,
  unknownSends,
  pendingByAccount,
  ...pick(outcomes, [
    'insertInvitation',
    'acceptInvitation',
    'upsertThread',
    'chatOf',
    'insertSignal',
    'hourBefore',
    'recentSignals',
    'insertAudit',
    'markProspect',
  ]),
};

function pick<Module extends object, Name extends keyof Module>(module: Module, names: Name[]): Pick<Module, Name> {
  return Object.fromEntries(names.map((name) => [name, module[name]])) as Pick<Module, Name>;
}
