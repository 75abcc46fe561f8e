import { z } from 'zod';
import type { HttpAnswer } from './http-post';
import { isSigned } from './signature';

/** One step as the SDK reports it; in a checkpoint with much beside these. */
export const op = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Op = z.infer<typeof op>;

export type Reply =
  | { kind: 'done'; output: unknown }
  | { kind: 'ops'; ops: Op[]; version: number | null; final: boolean; retryAfter: string | null }
  | { kind: 'failed'; error: unknown; final: boolean; retryAfter: string | null }
  /** Nobody listened: it does not count as an attempt. */
  | { kind: 'unreachable' };

/**
 * Reads the app's answer to a call. Only what the app signed decides anything; the rest (a proxy's error page, a server
 * that is starting) is a failed attempt.
 */
export function readReply(answer: HttpAnswer, signingKey: string, nowMs: number): Reply {
  const header = (name: string) => z.string().safeParse(answer.headers[name]).data ?? null;
  const signed = isSigned(answer.text, header('x-inngest-signature'), signingKey, nowMs);
  const retryAfter = header('retry-after');
  if (!signed) return { kind: 'failed', error: unsigned(answer), final: false, retryAfter };
  const final = header('x-inngest-no-retry') === 'true';
  const body = parse(answer.text);
  if (answer.status === 200) return { kind: 'done', output: body ?? null };
  const ops = z.array(op).safeParse(body);
  if (answer.status === 206 && ops.success) {
    const version = Number(header('x-inngest-req-version') ?? Number.NaN);
    return { kind: 'ops', ops: ops.data, version: Number.isInteger(version) ? version : null, final, retryAfter };
  }
  return { kind: 'failed', error: body ?? answer.text.slice(0, 500), final, retryAfter };
}

function unsigned(answer: HttpAnswer) {
  return { name: 'Error', message: `the app answered ${answer.status}, unsigned: ${answer.text.slice(0, 300)}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
