/** One limit on today's sends of an action. `cap` null means that its number is not known. */
export interface CapTerm {
  code: string;
  label: string;
  cap: number | null;
  used?: number;
}

export interface EffectiveCap {
  /** The smallest cap, or null while any term is unknown. */
  effective: number | null;
  /** Codes of every term that decides: all tied smallest ones, or all unknown ones. */
  binding: string[];
  terms: CapTerm[];
  /** The smallest `cap - used`, never negative, or null while any term is unknown. */
  left: number | null;
  leftBinding: string[];
}

/**
 * The smallest of all limits and which of them bind (limits.md §1, "Effective cap today"). It fails closed: one unknown
 * term, or none at all, makes the answer unknown. Of tied terms the campaign's come last, since a person can change them.
 */
export function effectiveCap(terms: CapTerm[]): EffectiveCap {
  const unknown = terms.filter((term) => term.cap === null).map((term) => term.code);
  if (unknown.length > 0 || terms.length === 0) {
    return { effective: null, binding: unknown, terms, left: null, leftBinding: unknown };
  }
  const caps = smallest(terms.map((term) => ({ code: term.code, count: Math.max(0, term.cap ?? 0) })));
  const rooms = smallest(
    terms.map((term) => ({ code: term.code, count: Math.max(0, (term.cap ?? 0) - (term.used ?? 0)) })),
  );
  return { effective: caps.count, binding: caps.codes, terms, left: rooms.count, leftBinding: rooms.codes };
}

function smallest(entries: { code: string; count: number }[]): { count: number; codes: string[] } {
  const count = Math.min(...entries.map((entry) => entry.count));
  const tied = entries.filter((entry) => entry.count === count).map((entry) => entry.code);
  const changeable = (code: string) => code.startsWith('campaign');
  return {
    count,
    codes: [...tied.filter((code) => !changeable(code)), ...tied.filter((code) => changeable(code))],
  };
}
