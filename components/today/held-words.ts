import type { Decision, HeldSend } from '@/lib/contracts/sends';
import { actionWords } from '@/lib/domain/limits/budget-words';

const TO: Record<string, string> = {
  invite: 'Invite to',
  message: 'Message to',
  inmail: 'InMail to',
  visit: 'Profile visit of',
  resolve: 'Look-up of',
  accept: 'Acceptance of the invite of',
  refuse: 'Refusal of the invite of',
};
const ANSWERS: ReadonlySet<string> = new Set(['accept', 'refuse']);

/** What was to be done, to whom: "Invite to Maya Chen". */
export function heldTitle({ action, personName, prospectId }: HeldSend): string {
  const nobody = ANSWERS.has(action) ? 'somebody outside the workspace' : 'somebody who was erased';
  return `${TO[action] ?? `${actionWords(action)} for`} ${personName ?? prospectId ?? nobody}`;
}

/** What the provider answered to the call, or that nothing usable came. */
export function answerWords(answer: HeldSend['answer']): string {
  if (answer === null) return 'What came back was not kept.';
  const detail = answer.detail === '' ? answer.code : answer.detail;
  return answer.code === 'no_answer' || answer.code === 'unknown'
    ? `Nothing that says whether it arrived: ${detail}`
    : detail;
}

type Look = NonNullable<HeldSend['looked']>['lists'][number];
const LISTS: Record<Look['list'], string> = {
  sent_invitations: 'Sent invitations',
  relations: 'Connections',
  messages: 'Messages with them',
};

/** What one of the provider's lists showed; a list that could not be read proves nothing. */
export function lookWords({ list, entries, whole }: Look): string {
  if (entries === null) return `${LISTS[list]}: could not be read.`;
  if (entries === 0) return `${LISTS[list]}: empty.`;
  const read = whole ? `all ${entries} read` : `the newest ${entries} read`;
  return `${LISTS[list]}: ${read}, not among them.`;
}

const CONSEQUENCES: Record<Decision, string[]> = {
  sent: ['Nothing is sent again. It stays counted in every cap that it drew on.'],
  closed: ['Nothing is sent again. Its place in the caps is given back; only the attempt stays counted.'],
};

/** What a decision does, a sentence each. */
export function consequencesOf(outcome: Decision, { action, personName, step }: HeldSend): string[] {
  const who = personName ?? 'The person';
  // No campaign waits for what was done by hand, nor for a withdrawal.
  if (step === null && action !== 'resolve') return CONSEQUENCES[outcome];
  if (outcome === 'sent')
    return [
      ...CONSEQUENCES.sent,
      action === 'resolve'
        ? `What it found is lost, so ${who} is looked up once more when there is room.`
        : `${who} goes on with the next step.`,
    ];
  return [
    ...CONSEQUENCES.closed,
    `The step ends for ${who} without another call, and they go on with the step after it.`,
  ];
}

/** Of the two buttons and of the dialogs behind them. */
export const DECISIONS: Record<Decision, { button: string; title: string; done: string }> = {
  sent: { button: 'It arrived', title: 'Did it arrive?', done: 'Decided: it arrived. Nothing is sent again.' },
  closed: {
    button: 'It did not arrive',
    title: 'Did it not arrive?',
    done: 'Decided: it did not arrive. The step has ended, and nothing is sent again.',
  },
};
