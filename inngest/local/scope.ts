/** A field of the events' data and its value; null is everything. */
export type Scope = { field: string; value: string } | null;

/** Reads `field:value`; undefined when it is not in that form. */
export function readScope(text: string | null): Scope | undefined {
  if (text === null) return null;
  const [, field, value] = /^([A-Za-z_]\w{0,63}):(.{1,200})$/.exec(text) ?? [];
  return field === undefined || value === undefined ? undefined : { field, value };
}

/**
 * The condition that a run `r` is in scope: its event's data, or that of the run whose end its event tells of, names no
 * other value for the field. What cannot be read, for a zero character, is in no scope.
 */
export function inScope(field: string, value: string): string {
  return `(${field}::text is null or case when ${HAS_ZERO} then false else
    coalesce(r.event->'data'->>${field}, r.event->'data'->'event'->'data'->>${field}, ${value}) = ${value} end)`;
}

/** Postgres reads no part of a json text that holds one. */
export const HAS_ZERO = `strpos(r.event::text, '\\u0000') > 0`;
