import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { json, workspaceId } from './columns';

export const importRows = pgTable(
  'import_rows',
  {
    workspaceId: workspaceId(),
    importId: text().notNull(),
    rowNumber: integer().notNull(),
    verdict: text().$type<'created' | 'merged' | 'duplicate' | 'suppressed' | 'invalid'>().notNull(),
    prospectId: text(),
    problems: json<{ field: string; message: string }[]>().notNull(),
    label: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.importId, t.rowNumber] })],
);
