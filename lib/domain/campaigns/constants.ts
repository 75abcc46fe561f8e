import type { Action, StepAction } from '../limits/constants';

export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'completed', 'archived'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const STEP_KINDS = ['visit', 'invite', 'wait_accepted', 'message', 'inmail', 'delay'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What becomes of an invite with a note once the month's notes are used up (limits.md §5); not set means `wait`. */
export const NOTE_POLICIES = ['wait', 'without', 'skip'] as const;
export type NotePolicy = (typeof NOTE_POLICIES)[number];

/** Where an enrolment stands; `reason` and `parked_until` say why it waits. */
export const ENROLMENT_STATES = [
  'queued',
  'active',
  'waiting',
  'parked',
  'sending',
  'done',
  'replied',
  'skipped',
  'stopped',
  'failed',
] as const;
export type EnrolmentState = (typeof ENROLMENT_STATES)[number];

/** Why an enrolment is parked while somebody has paused its person; ended by resuming them, never by time. */
export const PERSON_PAUSED = 'person_paused';

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * Order of due work on an account (design.md §4): follow-ups to people who accepted, InMails, engagement, invites,
 * resolves and views. The index in this list is stored as `work_class`.
 */
export const WORK_CLASSES = ['follow_up', 'inmail', 'engagement', 'invite', 'resolve'] as const;
export type WorkClass = (typeof WORK_CLASSES)[number];

/** What the work of a class can be. */
export const ACTIONS_OF_CLASS: Record<WorkClass, readonly Action[]> = {
  follow_up: ['message'],
  inmail: ['inmail'],
  engagement: ['comment', 'reaction'],
  invite: ['invite'],
  resolve: ['resolve', 'visit'],
};

/** The class that an action of a step is work of, as it is stored. */
export function workClassOf(action: StepAction): number {
  return WORK_CLASSES.findIndex((name) => ACTIONS_OF_CLASS[name].includes(action));
}

/** A look-up is cached for 30 days (design.md §4). */
export const RESOLUTION_FRESH_MS = 30 * 86_400_000;
/** An open-profile status older than 7 days counts as closed (design.md §4). */
export const OPEN_PROFILE_FRESH_MS = 7 * 86_400_000;
