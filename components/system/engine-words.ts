import type { EngineFunction, EngineRunDetail } from '@/lib/contracts/system';

const APP = 'headroom-';
const AFTER_FAILURE = '-failure';

/** A function's id as words: `headroom-run-sending-day` is "Run sending day". */
export function functionWords(id: string): string {
  const own = id.startsWith(APP) ? id.slice(APP.length) : id;
  const handles = own.endsWith(AFTER_FAILURE);
  const words = (handles ? own.slice(0, -AFTER_FAILURE.length) : own).replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${handles ? ', after a failure' : ''}`;
}

/** Whether a function only handles another's failures, and has nothing to show. */
export function isIdleHandler(one: EngineFunction): boolean {
  return one.id.endsWith(AFTER_FAILURE) && one.running + one.sleeping + one.failed + one.parked + one.lagS === 0;
}

/** What starts a function: an event's name as it is, a cron of every so many minutes in words. */
export function triggerWords(trigger: string): string {
  const minutes = /^\*\/(\d+) \* \* \* \*$/.exec(trigger)?.[1];
  if (trigger === '* * * * *' || minutes === '1') return 'every minute';
  if (minutes !== undefined) return `every ${minutes} minutes`;
  return trigger.includes(' ') ? `at ${trigger}` : trigger;
}

/** How far the engine is behind: seconds, and from two minutes on whole minutes. */
export function lagWords(lagS: number): string {
  if (lagS === 0) return 'not at all';
  return lagS < 120 ? `${lagS} s` : `${Math.floor(lagS / 60)} min`;
}

type Step = EngineRunDetail['steps'][number];

/** What kind of thing a step is. */
export function stepKindWords(step: Pick<Step, 'op' | 'eventName'>): string {
  switch (step.op) {
    case 'Sleep':
      return 'sleep';
    case 'WaitForEvent':
      return step.eventName === null ? 'wait for an event' : `wait for ${step.eventName}`;
    case 'InvokeFunction':
      return 'another function';
    default:
      return 'step';
  }
}
