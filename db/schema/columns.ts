import { customType, jsonb, text, timestamp } from 'drizzle-orm/pg-core';

/** A moment; every time in the database carries its zone. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date', precision: 3 });

/** The workspace of a row. Row-level security compares it with `app.workspace_id` (see migrations). */
export const workspaceId = () => text().notNull();

/** A jsonb column whose shape is the given type. */
export function json<T>() {
  return jsonb().$type<T>();
}

/** Open intervals of one day as a multirange, written `{[from,to),…}`. */
export const openHours = customType<{ data: string }>({ dataType: () => 'tstzmultirange' });
