import type { StepInput, StepOutput } from '@/lib/contracts/steps';
import type { NotePolicy, StepKind } from '@/lib/domain/campaigns/constants';

/** A step as the editor holds it; `key` is its identity on the page, also before the server has given it an id. */
export interface StepDraft extends Omit<StepInput, 'otherwise'> {
  key: string;
  otherwise: StepDraft[];
}

export function draftOf(step: StepOutput): StepDraft {
  return { ...step, key: step.id, otherwise: step.otherwise.map(draftOf) };
}

/** What is sent to the server; steps that are new have no id yet. */
export function inputOf({ key: _key, otherwise, ...step }: StepDraft): StepInput {
  return { ...step, otherwise: otherwise.map(inputOf) };
}

export function newStep(kind: StepKind, key: string): StepDraft {
  return {
    key,
    kind,
    otherwise: [],
    ...(kind === 'wait_accepted' ? { timeoutDays: 14 } : {}),
    ...(kind === 'delay' ? { delayDays: 2 } : {}),
    ...(kind === 'message' || kind === 'inmail' ? { text: '' } : {}),
  };
}

/** Puts a step in before the one at `index`; at the length of the list it goes to the end. */
export function inserted(steps: StepDraft[], index: number, step: StepDraft): StepDraft[] {
  return [...steps.slice(0, index), step, ...steps.slice(index)];
}

/** Whether the drafts differ from what is stored; the identities of the page do not count. */
export function differ(a: StepDraft[], b: StepDraft[]): boolean {
  return JSON.stringify(a.map(inputOf)) !== JSON.stringify(b.map(inputOf));
}

/** Moves a step up or down by one place; at the ends nothing changes. */
export function moved(steps: StepDraft[], index: number, by: -1 | 1): StepDraft[] {
  const other = index + by;
  const [a, b] = [steps[index], steps[other]];
  if (a === undefined || b === undefined) return steps;
  return steps.map((step, at) => (at === index ? b : at === other ? a : step));
}

export const STEP_WORDS: Record<StepKind, { title: string; text: string }> = {
  visit: { title: 'Visit the profile', text: 'Uses 1 of the shared 100 a day.' },
  invite: { title: 'Invite', text: 'A connection request, with or without a note.' },
  wait_accepted: {
    title: 'Wait for acceptance',
    text: 'Goes on once the person accepts; after the time-out the other branch begins.',
  },
  message: { title: 'Message', text: 'To people who are connected. Uses 1 of the shared 100 a day.' },
  inmail: { title: 'InMail', text: 'To people who are not connected. Usually costs a credit.' },
  delay: { title: 'Wait', text: 'A pause before the next step.' },
};

/** What becomes of an invite with a note when no note is left this month. */
export const NOTE_POLICY_WORDS: Record<NotePolicy, string> = {
  wait: 'Wait for the next month',
  without: 'Invite without the note',
  skip: 'Skip the person',
};
