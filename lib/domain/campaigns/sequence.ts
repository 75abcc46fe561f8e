import type { Action, StepAction } from '../limits/constants';
import type { NotePolicy, StepKind } from './constants';
import { workClassOf } from './constants';

/** One step of a campaign. `otherwise` steps hang below a `wait_accepted` and are for people who did not accept in time. */
export interface Step {
  id: string;
  kind: StepKind;
  parentId: string | null;
  branch: 'main' | 'otherwise';
  position: number;
  delayDays: number | null;
  timeoutDays: number | null;
  text: string | null;
  subject: string | null;
  note: string | null;
  /** Of an invite: what to do when no note is left; null waits for the next month. */
  notePolicy: NotePolicy | null;
}

/** What is known of a person as the sending account sees it, when the next step is planned. */
export interface PersonFacts {
  /** The person is a first-degree connection, or accepted our invitation. */
  connected: boolean;
  /** An invitation of this account waits for an answer. */
  invited: boolean;
  invitedAt: Date | null;
  /** The look-up of the person (id, degree) is at most 30 days old. */
  resolved: boolean;
  /** There is an address to look the person up by. */
  reachable: boolean;
  /** The look-up found no way to invite: out of network. */
  outOfNetwork: boolean;
  /** The provider says that this account cannot write the person an InMail. */
  refusesInmail: boolean;
  /** Until when LinkedIn refuses another invitation, because one was withdrawn; null when none was lately. */
  reinviteAt: Date | null;
}

export type Plan =
  | { kind: 'due'; stepId: string; action: Action; workClass: number; dueAt: Date }
  | { kind: 'wait'; stepId: string; reason: 'wait_accepted' | 'delay' | 'withdrawn_lately'; wakeAt: Date }
  | { kind: 'end'; state: 'done' | 'skipped'; reason: string };

export interface PlanInput {
  steps: readonly Step[];
  /** The step to stand at; null for a person who starts. */
  stepId: string | null;
  /** What became of that step: still to do, done, or its branch for people who did not accept. */
  outcome: 'here' | 'done' | 'otherwise';
  facts: PersonFacts;
  now: Date;
  /** When the person arrived at the step: waits are counted from it. */
  since: Date;
}

/**
 * What comes next for a person: an action that is due, a wait with its end, or the end of the sequence. Steps that need
 * nothing any more (an invite to someone connected) are passed over. Ends after at most as many moves as there are steps.
 */
export function planNext(input: PlanInput): Plan {
  let step =
    input.outcome === 'here' ? stepOf(input.steps, input.stepId) : following(input.steps, input.stepId, input.outcome);
  if (input.outcome === 'here' && input.stepId === null) step = following(input.steps, null, 'done');
  let since = input.outcome === 'here' ? input.since : input.now;
  for (let moves = 0; step !== null && moves <= input.steps.length; moves += 1) {
    const plan = planAt(step, input, since);
    if (plan !== 'done' && plan !== 'otherwise') return plan;
    step = following(input.steps, step.id, plan);
    since = input.now;
  }
  return { kind: 'end', state: 'done', reason: 'sequence_finished' };
}

/** The step after one: the next of its branch, or the first of its `otherwise` branch. Null at the end. */
export function following(
  steps: readonly Step[],
  currentId: string | null,
  outcome: 'done' | 'otherwise',
): Step | null {
  const current = currentId === null ? null : stepOf(steps, currentId);
  if (currentId !== null && current === null) return null;
  if (outcome === 'otherwise')
    return first(steps.filter((step) => step.parentId === currentId && step.branch === 'otherwise'));
  const siblings = steps.filter((step) => step.parentId === (current?.parentId ?? null));
  return first(siblings.filter((step) => current === null || step.position > current.position));
}

/** Default of a wait that names no time-out: three weeks, when an unanswered invitation has gone stale. */
export const WAIT_ACCEPTED_DAYS = 21;
const DAY_MS = 86_400_000;

function planAt(step: Step, input: PlanInput, since: Date): Plan | 'done' | 'otherwise' {
  const { facts, now } = input;
  if (step.kind === 'delay') return waitOr(step, 'delay', after(since, step.delayDays ?? 1), now, 'done');
  if (step.kind === 'wait_accepted') {
    if (facts.connected) return 'done';
    const end = after(facts.invitedAt ?? since, step.timeoutDays ?? WAIT_ACCEPTED_DAYS);
    return waitOr(step, 'wait_accepted', end, now, 'otherwise');
  }
  const dueAt = step.delayDays === null ? now : after(since, step.delayDays);
  const due = (action: StepAction): Plan => ({
    kind: 'due',
    stepId: step.id,
    action,
    workClass: workClassOf(action),
    dueAt: dueAt > now ? dueAt : now,
  });
  if (step.kind === 'invite' && (facts.connected || facts.invited)) return 'done';
  if (step.kind === 'invite' && facts.reinviteAt !== null && facts.reinviteAt > now)
    return { kind: 'wait', stepId: step.id, reason: 'withdrawn_lately', wakeAt: facts.reinviteAt };
  if (!facts.resolved) {
    return facts.reachable ? due('resolve') : { kind: 'end', state: 'skipped', reason: 'no_linkedin_profile' };
  }
  switch (step.kind) {
    case 'visit':
      return due('visit');
    case 'invite':
      return facts.outOfNetwork ? { kind: 'end', state: 'skipped', reason: 'out_of_network' } : due('invite');
    case 'message':
      return facts.connected ? due('message') : { kind: 'end', state: 'skipped', reason: 'not_connected' };
    case 'inmail':
      // LinkedIn sends an InMail only to people who are not connected; those get messages.
      if (facts.connected) return 'done';
      return facts.refusesInmail ? { kind: 'end', state: 'skipped', reason: 'inmail_not_allowed' } : due('inmail');
  }
}

function waitOr(
  step: Step,
  reason: 'wait_accepted' | 'delay',
  wakeAt: Date,
  now: Date,
  over: 'done' | 'otherwise',
): Plan | 'done' | 'otherwise' {
  return wakeAt <= now ? over : { kind: 'wait', stepId: step.id, reason, wakeAt };
}

function after(from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY_MS);
}

function stepOf(steps: readonly Step[], id: string | null): Step | null {
  return steps.find((step) => step.id === id) ?? null;
}

function first(steps: readonly Step[]): Step | null {
  return [...steps].sort((a, b) => a.position - b.position)[0] ?? null;
}
