import { z } from 'zod';
import { canonicalJson } from './canonical-json';
import { maxAttempts } from './function-config';
import { isSigned, sign } from './signature';
import type { CallJob, RunnerEvent, World } from './world';

export interface RunRow {
  id: string;
  function_id: string;
  event: RunnerEvent;
  version: number;
}

export interface StepRow {
  id: string;
  result: unknown;
}

const op = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Op = z.infer<typeof op>;

export type Reply =
  | { kind: 'done'; output: unknown }
  | { kind: 'ops'; ops: Op[]; version: number | null; retryAfter: string | null }
  | { kind: 'failed'; error: unknown; final: boolean; retryAfter: string | null }
  /** No byte of the request was read: it does not count as an attempt. */
  | { kind: 'unreachable' };

/** Two hours, as the real server allows. */
const CALL_MS = 2 * 3_600_000;

/** Calls the app for one run and step, in the SDK's protocol, and reads what it answers. */
export async function callApp(world: World, run: RunRow, steps: StepRow[], job: CallJob): Promise<Reply> {
  const config = world.functions.get(run.function_id);
  const body = canonicalJson({
    ctx: {
      attempt: job.attempt,
      disable_immediate_execution: job.stepId !== 'step',
      env: '',
      max_attempts: config === undefined ? 1 : maxAttempts(config),
      run_id: run.id,
      stack: { current: steps.length, stack: steps.map((step) => step.id) },
      step_id: job.stepId,
      use_api: false,
    },
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(steps.map((step) => [step.id, step.result])),
    use_api: false,
    version: run.version,
  });
  const url = `${world.appUrl}?${new URLSearchParams({ fnId: run.function_id, stepId: job.stepId })}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-inngest-signature': sign(body, world.signingKey, Date.now()),
        'x-run-id': run.id,
        'x-inngest-server-kind': 'cloud',
      },
      body,
      signal: AbortSignal.timeout(CALL_MS),
    });
    text = await response.text();
  } catch (error) {
    return isRefused(error) ? { kind: 'unreachable' } : failed(String(error), false, null);
  }
  return readReply(world, response, text);
}

function readReply(world: World, response: Response, text: string): Reply {
  const retryAfter = response.headers.get('retry-after');
  const noRetry = response.headers.get('x-inngest-no-retry');
  if (response.ok && !isSigned(text, response.headers.get('x-inngest-signature'), world.signingKey, Date.now())) {
    return failed('the answer is not signed by the app', false, null);
  }
  const body = parse(text);
  if (response.status === 200) return { kind: 'done', output: body ?? null };
  const ops = z.array(op).safeParse(body);
  if (response.status === 206 && ops.success) {
    const version = Number(response.headers.get('x-inngest-req-version'));
    return { kind: 'ops', ops: ops.data, version: Number.isInteger(version) ? version : null, retryAfter };
  }
  return { kind: 'failed', error: body ?? text.slice(0, 500), final: noRetry === 'true', retryAfter };
}

function failed(message: string, final: boolean, retryAfter: string | null): Reply {
  return { kind: 'failed', error: { name: 'Error', message }, final, retryAfter };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}
