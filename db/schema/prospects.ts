import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

/** A person in the workspace. The row is the person's lock: stops update it, dispatch share-locks it. */
export const prospects = pgTable(
  'prospects',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    firstName: text(),
    lastName: text(),
    fullName: text(),
    company: text(),
    title: text(),
    location: text(),
    email: text(),
    phone: text(),
    linkedinSlug: text(),
    custom: json<Record<string, string>>().notNull(),
    repliedAt: moment(),
    optedOutAt: moment(),
    /** Somebody paused the person by hand: nothing is sent to them until somebody resumes them. */
    stoppedAt: moment(),
    stoppedBy: text(),
    stopReason: text(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    index('prospects_workspace_created').on(t.workspaceId, t.createdAt),
    index('prospects_stopped').on(t.workspaceId, t.id).where(sql`stopped_at is not null`),
  ],
);
