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
  'unconfigured',
] as const;
export type Gate = (typeof GATES)[number];

/** One explicit time-out for every write at the provider; hours and rolling windows allow for it. */
export const CALL_TIMEOUT_MS = 30_000;

/** LinkedIn refuses another invitation for this long after one was withdrawn (limits.md §5). */
export const REINVITE_AFTER_MS = 21 * 24 * 3_600_000;
