import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import type { ErrorCode, FieldError } from '../platform/errors';
import { AppError, statusOf } from '../platform/errors';
import { logger } from '../platform/logger';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: FieldError[];
}

/** The one mapper from an error to problem+json (design.md §6). A bug becomes `internal` with an id that the log knows. */
export function problemOf(error: unknown): Problem {
  const known = appErrorIn(error);
  if (known !== null) return problem(known.code, known.message, known.fields);
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return problem('validation_failed', 'Some of these values are not possible.', issuesOf(error.cause ?? error.data));
  }
  if (error instanceof ORPCError && error.code === 'NOT_FOUND')
    return problem('not_found', 'There is no such path.', []);
  if (isUnavailable(error)) return problem('unavailable', 'The database is busy or cannot be reached. Try again.', []);
  const id = randomUUID();
  logger().error({ id, err: bareOf(error) }, 'a request failed');
  return problem('internal', `Something went wrong on our side. Error id ${id}.`, []);
}

export function problem(code: ErrorCode, detail: string, errors: FieldError[]): Problem {
  const { title } = WORDS[code];
  const base = { type: `about:blank#${code}`, title, status: statusOf(code), code, detail };
  return errors.length === 0 ? base : { ...base, errors };
}

/** A response with the media type of problems. */
export function problemResponse(value: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status: value.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

function appErrorIn(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.cause instanceof AppError) return error.cause;
  return null;
}

const issues = z.object({
  issues: z.array(z.object({ path: z.array(z.unknown()).optional(), message: z.string() })),
});

function issuesOf(cause: unknown): FieldError[] {
  const parsed = issues.safeParse(cause);
  if (!parsed.success) return [{ path: '', message: 'The body could not be read as it was sent.' }];
  return parsed.data.issues.map((issue) => ({
    path: (issue.path ?? []).map((part) => String(keyOf(part))).join('.'),
    message: issue.message,
  }));
}

function keyOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'key' in part ? part.key : part;
}

const codes = z.object({ code: z.string() });
/** Lock and statement time-outs, too many connections, a server that starts, stops or is gone. */
const UNAVAILABLE =
  /^(55P03|57014|53300|57P0[123]|08\d{3}|40001|40P01|ECONNREFUSED|ECONNRESET|CONNECT.*|CONNECTION_.*)$/;

function isUnavailable(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const parsed = codes.safeParse(cause);
    if (parsed.success && UNAVAILABLE.test(parsed.data.code)) return true;
  }
  return false;
}

/** Name, message and stack; a query's parameters may hold personal data and stay out of the log. */
function bareOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { cause } = error;
  return {
    name: error.name,
    // drizzle puts the parameters into its message: what the database said is in the cause.
    message: cause instanceof Error ? cause.message : error.message.slice(0, 300),
    stack: (cause instanceof Error ? cause.stack : error.stack)?.slice(0, 2_000),
  };
}

const WORDS: Record<ErrorCode, { title: string }> = {
  unauthenticated: { title: 'Not signed in' },
  forbidden: { title: 'Not allowed' },
  not_found: { title: 'Not found' },
  validation_failed: { title: 'Values that are not possible' },
  conflict: { title: 'Not possible in this state' },
  refused: { title: 'Refused' },
  too_large: { title: 'Too large' },
  unsupported_media_type: { title: 'A format that is not understood' },
  rate_limited: { title: 'Too many requests' },
  unavailable: { title: 'Not available now' },
  internal: { title: 'An error on our side' },
};
