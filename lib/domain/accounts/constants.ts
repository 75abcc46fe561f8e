export const PROVIDERS = ['linkedin', 'whatsapp', 'instagram', 'facebook', 'google', 'outlook', 'imap'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What the provider says of the connection; a pause by a person is kept beside it, never instead of it. */
export const ACCOUNT_STATES = [
  'connecting',
  'running',
  'checkpoint',
  'disconnected',
  'restricted',
  'errored',
  'removed',
] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** The one derived state a screen may show (ux.md §2.0), in order of precedence. */
export const SENDING_STATES = [
  'stopped',
  'fail_closed',
  'restricted',
  'disconnected',
  'checkpoint',
  'unknown',
  'paused_user',
  'cooling',
  'ramp_hold',
  'waiting_hours',
  'waiting_cap',
  'waiting_due',
  'sending',
] as const;
export type SendingState = (typeof SENDING_STATES)[number];

/** A weekly schedule in the account's zone: ISO weekday 1-7, local times HH:mm, `from` before `to`. */
export interface WorkingHours {
  day: number;
  from: string;
  to: string;
}

/** Monday to Friday 09:00-17:30 (limits.md §4). */
export const DEFAULT_WORKING_HOURS: WorkingHours[] = [1, 2, 3, 4, 5].map((day) => ({
  day,
  from: '09:00',
  to: '17:30',
}));

/** Age of an account's health record, in ms, after which it is refreshed, and after which sending stops (design.md §4). */
export const HEALTH_REFRESH_MS = 5 * 60_000;
export const HEALTH_STALE_MS = 15 * 60_000;
/** App-time tolerances are never narrower than this much real time (design.md §2). */
export const TOLERANCE_REAL_MS_MIN = 30_000;

/** What is kept of a provider's answers and news that say something about an account's health (limits.md §5). */
export const SIGNAL_KINDS = [
  'limit',
  'unknown',
  'not_reached',
  'unrecognised',
  'restricted',
  'disconnected',
  'automation_suspected',
  'bounce',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What a complete profile of a sending account has; LinkedIn trusts an incomplete one less (limits.md §2, S1). */
export const PROFILE_PARTS = ['picture', 'headline', 'summary'] as const;
export type ProfilePart = (typeof PROFILE_PARTS)[number];
