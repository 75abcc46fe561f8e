import type { EnrolmentState } from '@/lib/domain/campaigns/constants';
import type { SendState } from '@/lib/domain/sends/constants';

const STATES: Record<EnrolmentState, string> = {
  queued: 'Queued',
  active: 'Due',
  waiting: 'Waiting',
  parked: 'Parked',
  sending: 'Sending',
  done: 'Done',
  replied: 'Replied',
  skipped: 'Skipped',
  stopped: 'Stopped',
  failed: 'Failed',
};

/** Whether a person of a campaign still has something to come. */
export function takesPart(state: EnrolmentState): boolean {
  return PARTS.has(state);
}

const PARTS: ReadonlySet<EnrolmentState> = new Set(['queued', 'active', 'waiting', 'parked', 'sending']);

const REASONS: Record<string, string> = {
  wait_accepted: 'for the invitation to be accepted',
  delay: 'until its waiting time is over',
  withdrawn_lately: 'LinkedIn takes no new invitation for three weeks after a withdrawal',
  invitation_withdrawn: 'the invitation was withdrawn',
  unknown_outcome: 'the outcome of a send is not known yet',
  out_of_network: 'out of the account’s network',
  inmail_not_allowed: 'cannot be sent an InMail by this account',
  not_connected: 'not connected, so no message can be sent',
  no_linkedin_profile: 'no LinkedIn address',
  missing_variable: 'a variable has no value',
  note_too_long: 'the note would be too long',
  empty_text: 'the text is empty',
  target_impossible: 'the profile cannot be reached',
  no_notes_left: 'no notes on invites are left this month',
  no_open_inmails_left: 'no InMails to open profiles are left this month',
  limit: 'LinkedIn asked for a break',
  replied: 'the person replied',
  written_by_hand: 'somebody wrote to them by hand',
  suppressed: 'suppressed',
  person_stopped: 'stopped for this person',
  person_paused: 'paused by hand',
  acted_elsewhere: 'somebody acted outside the app, so it was stopped for safety',
  sequence_finished: 'all steps are done',
  insufficient_credits: 'no InMail credits are left',
  account_disconnected: 'the account must be reconnected',
  account_restricted: 'LinkedIn restricted the account',
};

/** Every reason that a person of a campaign can have, for a filter. */
export const ENROLMENT_REASONS: readonly string[] = Object.keys(REASONS);

export function stateWords(state: EnrolmentState): string {
  return STATES[state];
}

/** Why a person waits or ended, in words. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

const SENDS: Record<SendState, string> = {
  reserved: 'reserved',
  dispatching: 'on its way',
  released: 'given back, not sent',
  sent: 'sent',
  rejected: 'rejected',
  unknown: 'outcome not known yet',
  held: 'held for a person',
  closed: 'closed',
};

/** Where a send stands, in words. */
export function sendStateWords(state: SendState): string {
  return SENDS[state];
}
