import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { Action } from '../../lib/domain/limits/constants';
import type { SendAnswer, SendOrigin, SendState } from '../../lib/domain/sends/constants';
import { json, moment, workspaceId } from './columns';

/**
 * The send ledger: the row of one step for one enrolment, for ever (I3). Written only by the send_* functions of the
 * migrations; the app role may read it. `budgets` is what it drew, `kept` what of it is still counted.
 */
export const sends = pgTable(
  'sends',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    accountId: text().notNull(),
    campaignId: text(),
    enrolmentId: text(),
    /** The step, or `resolve` for the look-up before it; with the enrolment it is the permanent unique key. */
    stepKey: text().notNull(),
    prospectId: text(),
    action: text().$type<Action>().notNull(),
    origin: text().$type<SendOrigin>().notNull(),
    state: text().$type<SendState>().notNull(),
    spent: boolean().notNull(),
    attempt: integer().notNull().default(1),
    fence: text().notNull(),
    budgets: text().array().notNull(),
    kept: text().array().notNull(),
    /** App time of the reservation; every window counts by it. */
    at: moment().notNull(),
    dispatchedAt: moment(),
    /** Wall time after which a `dispatching` row counts as unknown. */
    deadlineAt: moment(),
    settledAt: moment(),
    providerRef: text(),
    answer: json<SendAnswer | null>(),
  },
  (t) => [
    unique('sends_once_per_step').on(t.enrolmentId, t.stepKey),
    index('sends_account_at').on(t.accountId, t.at),
    index('sends_workspace_at').on(t.workspaceId, t.at, t.id),
    index('sends_prospect').on(t.prospectId),
    check('sends_attempt_positive', sql`${t.attempt} >= 1`),
  ],
);
