import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import type { ErrorCode, FieldError } from '../platform/errors';
import { AppError, ERROR_CODES, statusOf } from '../platform/errors';
import { logger } from '../platform/logger';

/** An error of the API as it travels (design.md §6). */
export const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemShape>;

/** The one mapper from an error to problem+json (design.md §6). A bug becomes `internal` with an id that the log knows. */
export function problemOf(error: unknown): Problem {
  const chain = chainOf(error);
  const known = chain.find((link) => link instanceof AppError);
  if (known !== undefined) return problem(known.code, known.message, known.fields);
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return problem('validation_failed', 'Some of these values are not possible.', issuesOf(error.cause ?? error.data));
  }
  if (error instanceof ORPCError && error.code === 'NOT_FOUND')
    return problem('not_found', 'There is no such path.', []);
  const codes = chain.map(codeOf);
  if (codes.some((code) => UNAVAILABLE.test(code)))
    return problem('unavailable', 'The database is busy or cannot be reached. Try again.', []);
  if (codes.some((code) => UNSTORABLE.test(code)))
    return problem('validation_failed', 'One of these values holds a character or a date that cannot be stored.', []);
  const id = randomUUID();
  logger().error({ id, failure: bareOf(chain) }, 'a request failed');
  return problem('internal', `Something went wrong on our side. Error id ${id}.`, []);
}

export function problem(code: ErrorCode, detail: string, errors: FieldError[]): Problem {
  const { title } = WORDS[code];
  const base = { type: `about:blank#${code}`, title, status: statusOf(code), code, detail };
  return errors.length === 0 ? base : { ...base, errors };
}

/** How long a client should leave a busy database alone when nothing better is known. */
const UNAVAILABLE_RETRY_S = 5;

/** A response with the media type of problems. */
export function problemResponse(value: Problem, retryAfterS?: number): Response {
  const waitS = retryAfterS ?? (value.code === 'unavailable' ? UNAVAILABLE_RETRY_S : undefined);
  return new Response(JSON.stringify(value), {
    status: value.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(waitS === undefined ? {} : { 'retry-after': String(waitS) }),
    },
  });
}

/** When it is worth asking again, in seconds; for the header `Retry-After`. */
export function retryAfterOf(error: unknown): number | undefined {
  return chainOf(error).find((link) => link instanceof AppError)?.retryAfterS;
}

const CHAIN_MAX = 6;

/** An error and what caused it, outermost first: the library wraps what a verb throws, drizzle what the database says. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let link = error; link instanceof Error && chain.length < CHAIN_MAX; link = link.cause) chain.push(link);
  return chain;
}

const issues = z.object({
  issues: z.array(z.object({ path: z.array(z.unknown()).optional(), message: z.string() })),
});

function issuesOf(cause: unknown): FieldError[] {
  const parsed = issues.safeParse(cause);
  if (!parsed.success) return [{ path: '', message: 'The body could not be read as it was sent.' }];
  return parsed.data.issues.map((issue) => ({
    // A body that is an array has no name of its own in the contract; the only one is a campaign's steps.
    path: (issue.path ?? [])
      .map((part) => String(keyOf(part)))
      .join('.')
      .replace(/^body(?=\.|$)/, 'steps'),
    message: issue.message,
  }));
}

function keyOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'key' in part ? part.key : part;
}

const withCode = z.object({ code: z.string() });
/** Lock and statement time-outs, too many connections, a server that starts, stops or is gone. */
const UNAVAILABLE =
  /^(55P03|57014|53300|57P0[123]|08...|40001|40P01|ECONN.*|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|CONNECT.*)$/;
/** A NUL character, which Postgres has no room for, and dates outside of its range. */
const UNSTORABLE = /^(22021|22P05|22007|22008)$/;
/** Messages of these quote the value they stumble over: data exceptions of SQL. */
const QUOTES_VALUES = /^22/;

function codeOf(error: Error): string {
  const parsed = withCode.safeParse(error);
  return parsed.success ? parsed.data.code : '';
}

/**
 * What the log may know of a bug: where it happened and what kind it is. drizzle writes a query's parameters into its
 * message and a parser what it has read, and both are people's names and texts.
 */
function bareOf(chain: Error[]): object {
  const root = chain.at(-1);
  if (root === undefined) return { kind: 'not an error' };
  const code = codeOf(root);
  const isQuoting = QUOTES_VALUES.test(code) || root instanceof SyntaxError || root.message.startsWith('Failed query');
  return {
    kind: root.name,
    ...(code === '' ? {} : { code }),
    ...(isQuoting ? {} : { message: root.message.slice(0, 300) }),
    // A verb that answered in another shape than it promises: the contract's issues name fields, not values.
    ...(issues.safeParse(root).success ? { fields: issuesOf(root).map((issue) => issue.path) } : {}),
    // The driver's own stack ends in its socket; that of what wrapped it leads to the query.
    at: [...new Set(chain.flatMap(framesOf))].slice(0, 30),
  };
}

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.map((line) => line.trim());
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
