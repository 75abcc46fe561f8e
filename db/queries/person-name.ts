import { sql } from 'drizzle-orm';
import { prospects } from '../schema/prospects';

/** The name of a joined person, as lists show it: whole where it is known, else of its parts; null without any. */
export const personName = sql<string | null>`coalesce(nullif(trim(${prospects.fullName}), ''),
  nullif(trim(concat_ws(' ', ${prospects.firstName}, ${prospects.lastName})), ''))`;
