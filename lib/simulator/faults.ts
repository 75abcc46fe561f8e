import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, problem } from './answers';
import type { Simulation } from './simulation';
import { drop, put } from './store';

export const FAULT_KINDS = [
  '429',
  '500',
  '502_html',
  '504_after_write',
  '504_before_write',
  'reset_after_write',
  'reset_before_write',
  'slow',
  'malformed',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  delayMs: number;
}

/** Takes the next fault that is waiting for this route, if any; a fault waits for `count` calls, over restarts too. */
export function takeFault(simulation: Simulation, method: string, path: string): Fault | null {
  for (const [id, fault] of simulation.store.all('fault')) {
    if (!matches(fault.route, `${method} ${path}`)) continue;
    if (fault.accountId !== null && !path.includes(`/${fault.accountId}/`)) continue;
    const left = fault.left - 1;
    simulation.store.commit([left > 0 ? put('fault', id, { ...fault, left }) : drop('fault', id)]);
    const kind = FAULT_KINDS.find((one) => one === fault.kind);
    return kind === undefined ? null : { kind, delayMs: fault.delayMs };
  }
  return null;
}

/** Runs a call under a fault. `reset` means the connection is to be cut without an answer. */
export async function underFault(fault: Fault, run: () => Promise<Answer>): Promise<Answer | 'reset'> {
  switch (fault.kind) {
    case '429':
      return problem('provider/too_many_requests', 'The provider is limiting this account.');
    case '500':
      return problem('provider/server_error', 'The provider failed.');
    case '502_html':
      return page(502, '<html><body><h1>502 Bad Gateway</h1></body></html>');
    case '504_before_write':
      return problem('provider/timeout', 'The provider did not answer in time.');
    case 'reset_before_write':
      return 'reset';
    case '504_after_write':
      await run();
      return problem('provider/timeout', 'The provider did not answer in time.');
    case 'reset_after_write':
      await run();
      return 'reset';
    case 'slow':
      await sleep(fault.delayMs);
      return run();
    case 'malformed': {
      const answer = await run();
      const text = JSON.stringify(answer.body);
      return { ...answer, raw: { contentType: 'application/json', text: text.slice(0, Math.floor(text.length / 2)) } };
    }
  }
}

/** `*` stands for one segment or part of one, `**` for any number. */
function matches(pattern: string, subject: string): boolean {
  const source = pattern
    .split('**')
    .map((part) => part.split('*').map(literally).join('[^/]*'))
    .join('.*');
  return new RegExp(`^${source}/?$`).test(subject.replace(/\/$/, ''));
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function page(status: number, text: string): Answer {
  return { status, body: null, headers: {}, raw: { contentType: 'text/html', text } };
}
