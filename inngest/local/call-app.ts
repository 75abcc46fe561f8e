import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import { maxAttempts } from './function-config';
import type { HttpAnswer } from './http-post';
import { sendJson, wasRefused } from './http-post';
import { newUlid } from './ids';
import type { CallJob } from './jobs';
import type { Reply } from './read-reply';
import { readReply } from './read-reply';
import { sign } from './signature';
import type { RunnerEvent, World } from './world';

export interface RunRow {
  id: string;
  functionId: string;
  event: RunnerEvent;
  /** All the events of a batch, the first of which is `event`; null for a run of one. */
  events: RunnerEvent[] | null;
  version: number;
  /** Grows with every discovery, so that what an earlier one still sends is known to be stale. */
  generation: number;
}

/** What the run has so far: its finished steps in the order they ended, and whether others are still pending. */
export interface RunState {
  done: { id: string; result: unknown }[];
  hasPending: boolean;
}

/** Two hours, as the real server allows. */
const CALL_MS = 2 * 3_600_000;

/** Calls the app for one run and step, in the SDK's protocol, and reads what it answers. */
export async function callApp(world: World, run: RunRow, state: RunState, job: CallJob): Promise<Reply> {
  const config = world.functions.get(run.functionId);
  const requestId = newUlid(Date.now());
  const body = canonicalJson(callBody(run, state, job, { requestId, tries: config ? maxAttempts(config) : 1 }));
  const url = new URL(world.appUrl);
  url.search = new URLSearchParams({ fnId: run.functionId, stepId: job.stepId }).toString();
  let answer: HttpAnswer;
  try {
    answer = await sendJson({
      method: 'POST',
      url: url.href,
      body,
      timeoutMs: CALL_MS,
      headers: {
        'x-inngest-signature': sign(body, world.signingKey, Date.now()),
        'x-run-id': run.id,
        'x-inngest-step-id': job.stepId,
        'x-inngest-req-version': String(run.version),
        'x-inngest-job-id': `${job.runId}:${job.stepId}`,
        'x-inngest-generation-id': String(run.generation),
        'x-request-id': requestId,
      },
    });
  } catch (error) {
    if (wasRefused(error)) return { kind: 'unreachable' };
    return { kind: 'failed', error: { name: 'Error', message: String(error) }, final: false, retryAfter: null };
  }
  return readReply(answer, world.signingKey, Date.now());
}

function callBody(run: RunRow, state: RunState, job: CallJob, call: { requestId: string; tries: number }) {
  return {
    ctx: {
      attempt: job.attempt,
      // As the real server does: while other steps are pending the SDK may only plan.
      disable_immediate_execution: job.stepId !== 'step' || state.hasPending,
      env: '',
      // With these two the SDK checkpoints: it reports each step as it ends and goes on in the same call.
      fn_id: uuidOf(run.functionId),
      qi_id: `${run.id}.${run.generation}`,
      generation_id: run.generation,
      job_id: `${job.runId}:${job.stepId}`,
      max_attempts: call.tries,
      request_id: call.requestId,
      run_id: run.id,
      stack: { current: state.done.length, stack: state.done.map((step) => step.id) },
      step_id: job.stepId,
      use_api: false,
    },
    event: run.event,
    events: run.events ?? [run.event],
    // A bare null, as of a sleep, means the same to the SDK, after its schema has tried everything else it could be.
    steps: Object.fromEntries(state.done.map((step) => [step.id, step.result ?? { data: null }])),
    use_api: false,
    version: run.version,
  };
}

/** A UUID that is always the same for a function. */
function uuidOf(functionId: string): string {
  const hex = createHash('sha256').update(functionId).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
