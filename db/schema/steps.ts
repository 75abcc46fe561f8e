import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { NotePolicy, StepKind } from '../../lib/domain/campaigns/constants';
import { workspaceId } from './columns';

export const steps = pgTable(
  'steps',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    campaignId: text().notNull(),
    parentId: text(),
    branch: text().$type<'main' | 'otherwise'>().notNull(),
    position: integer().notNull(),
    kind: text().$type<StepKind>().notNull(),
    delayDays: integer(),
    timeoutDays: integer(),
    text: text(),
    subject: text(),
    note: text(),
    /** What becomes of an invite with a note when no note is left; null waits. */
    notePolicy: text().$type<NotePolicy>(),
  },
  (t) => [index('steps_campaign').on(t.campaignId)],
);
