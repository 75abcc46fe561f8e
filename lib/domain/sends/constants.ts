export const SEND_STATES = [
  'reserved',
  'dispatching',
  'released',
  'sent',
  'rejected',
  'unknown',
  'held',
  'closed',
] as const;
export type SendState = (typeof SEND_STATES)[number];

/** `engine` sends by itself, `typed` by a rep in the inbox, `external` by hand at the provider (design.md §4). */
export const SEND_ORIGINS = ['engine', 'typed', 'external'] as const;
export type SendOrigin = (typeof SEND_ORIGINS)[number];

/** Gates of the reservation; a refusal names exactly one of them (design.md §5, I7). */
export const GATES = [
  'control_stop',
  'lease',
  'clock_skew',
  'account_state',
  'account_paused',
  'health_stale',
  'ramp_missing',
  'outside_hours',
  'action_stopped',
  'minimum_gap',
  'campaign_not_running',
  'person_stopped',
  'suppressed',
  'invitation_closed',
  'unconfigured',
] as const;
export type Gate = (typeof GATES)[number];

/** One explicit time-out for every write at the provider. */
export const CALL_TIMEOUT_MS = 30_000;

/** Wall time: a reservation that is not dispatched by then is released. */
export const RESERVATION_LEASE_MS = 30_000;

/** How far a process may be behind the database's clock and still reserve; the gate `clock_skew` (design.md §5, I7). */
export const CLOCK_SKEW_MS_MAX = 60_000;

/**
 * The longest time between the moment at which a send is counted and its arrival: a stamp that is behind, a reservation
 * used at the end of its lease, a call begun one time-out after its dispatch and answered one time-out later. Every rolling
 * window is longer by it, or a worker that stalls at each of these would let the provider see more than the cap.
 */
export const ARRIVAL_LAG_MS_MAX = CLOCK_SKEW_MS_MAX + RESERVATION_LEASE_MS + 2 * CALL_TIMEOUT_MS;

/** LinkedIn refuses another invitation for this long after one was withdrawn (limits.md §5). */
export const REINVITE_AFTER_MS = 21 * 24 * 3_600_000;

/** One of the provider's own lists as it was when a send was looked for in it. */
export interface Look {
  list: 'sent_invitations' | 'relations' | 'messages';
  /** Null when it could not be read. */
  entries: number | null;
  /** Whether all of it was read, or only its newest part. */
  whole: boolean;
}

/** What the ledger keeps about the outcome of a send. */
export interface SendAnswer {
  code: string;
  detail: string;
  headers?: Record<string, string>;
  /** Of a held send: what stood here before, which is what the provider answered, or that nothing came. */
  before?: { code: string; detail: string };
  /** Of a held send: what the provider's lists showed, and when they were asked last. */
  looked?: { at: string; lists: Look[] };
}
