import type { AccountRamp } from '@/lib/contracts/accounts';
import type { RampKind } from '@/lib/domain/limits/constants';

const DECISIONS: Record<string, string> = {
  start: 'The ramp starts',
  advance: 'A step up',
  hold: 'Held',
  step_back: 'A step back',
  restart: 'Started again',
  missing: 'No decision yet',
};

/** What the ramp decided, in words. */
export function decisionWords(decision: string): string {
  return DECISIONS[decision] ?? decision.replaceAll('_', ' ');
}

const KINDS: Record<RampKind, string> = {
  invite: 'Invites',
  message: 'Messages',
  inmail: 'InMails',
  profile_view: 'Profile views',
  comment: 'Comments',
  reaction: 'Reactions',
};

export function kindWords(kind: RampKind): string {
  return KINDS[kind];
}

const NETWORK_KEYS: Record<string, string> = {
  'new_chat.day': 'new chats',
  'action.day': 'actions',
  'message.day': 'messages',
  'email.day': 'e-mails',
};

/** What the ramped budget of another network counts, in words. */
export function networkKeyWords(key: string): string {
  return NETWORK_KEYS[key] ?? key;
}

export interface RampStep {
  date: string;
  /** Null on the day the ramp began. */
  from: number | null;
  to: number;
  reason: string;
}

/** The days on which the ramp moved, the newest first and five at most; a day on which it was held is none. */
export function rampSteps(days: AccountRamp['days']): RampStep[] {
  const steps: RampStep[] = [];
  let before: number | null = null;
  for (const { date, cap, decision, reason } of days.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    if (cap === null || decision === 'planned') continue;
    if (MOVES.has(decision)) steps.push({ date, from: decision === 'start' ? null : before, to: cap, reason });
    before = cap;
  }
  return steps.toReversed().slice(0, STEPS_MAX);
}

const MOVES = new Set(['start', 'advance', 'step_back', 'restart']);
const STEPS_MAX = 5;
