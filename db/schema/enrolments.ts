import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, smallint, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import type { EnrolmentState } from '../../lib/domain/campaigns/constants';
import type { Action } from '../../lib/domain/limits/constants';
import { moment, workspaceId } from './columns';

/** A prospect in a campaign. `due_at` set means the engine may pick it; `work_class` orders due work of an account. */
export const enrolments = pgTable(
  'enrolments',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    campaignId: text().notNull(),
    prospectId: text().notNull(),
    accountId: text().notNull(),
    state: text().$type<EnrolmentState>().notNull(),
    reason: text(),
    stepId: text(),
    /** When the person arrived at the step; delays and waits are counted from it. */
    stepSince: moment(),
    action: text().$type<Action>(),
    workClass: smallint(),
    /** 0 high, 1 normal, 2 low. */
    priority: smallint().notNull().default(1),
    dueAt: moment(),
    /** When a waiting or parked enrolment is looked at again (time-out of a wait, end of a park). */
    wakeAt: moment(),
    invitedAt: moment(),
    acceptedAt: moment(),
    repliedAt: moment(),
    /** True while the person takes part; the partial unique index keeps a person in one active campaign. */
    active: boolean().notNull().default(true),
    allowParallel: boolean().notNull().default(false),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    unique('enrolments_once_per_campaign').on(t.workspaceId, t.campaignId, t.prospectId),
    uniqueIndex('enrolments_one_active_campaign')
      .on(t.workspaceId, t.prospectId)
      .where(sql`active and not allow_parallel`),
    index('enrolments_due')
      .on(t.accountId, t.workClass, t.campaignId, t.priority, t.dueAt)
      .where(sql`due_at is not null`),
    index('enrolments_first_due').on(t.accountId, t.campaignId, t.action, t.dueAt).where(sql`due_at is not null`),
    index('enrolments_wake').on(t.workspaceId, t.wakeAt).where(sql`wake_at is not null`),
    index('enrolments_prospect').on(t.prospectId),
    index('enrolments_campaign_state').on(t.campaignId, t.state),
  ],
);
