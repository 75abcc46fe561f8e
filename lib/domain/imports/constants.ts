/** Where an import's people come from. */
export const IMPORT_KINDS = ['file', 'search'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A file is done at once. A search runs page by page, waits where something holds it, and ends in one of three ways. */
export const IMPORT_STATES = ['running', 'waiting', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** `spent`: no answer that says how many profiles it cost, so it counts for all of them. */
export const SEARCH_PAGE_STATES = ['reserved', 'done', 'spent', 'released'] as const;
export type SearchPageState = (typeof SEARCH_PAGE_STATES)[number];

/** What a search asks for: an address copied from the network's own search page, or keywords. */
export type PeopleSearch =
  | { api: 'classic' | 'sales_navigator'; url: string; keywords: null }
  | { api: 'classic' | 'sales_navigator'; url: null; keywords: string };

/** Profiles asked for in one call. */
export const SEARCH_PAGE_SIZE = 25;
