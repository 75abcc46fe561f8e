/** When to look again, or how the search has ended. */
export type PageTurn = { kind: 'wait'; at: Date } | { kind: 'end'; state: string };

/** A page whose profiles are reserved. */
export interface BegunPage {
  id: string;
  importId: string;
  start: number;
  limit: number;
  /** Where the search ends at the latest: what one query may give (limits.md §1). */
  end: number;
}
