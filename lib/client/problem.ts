import { ORPCError } from '@orpc/client';
import { z } from 'zod';

const problem = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

/**
 * The client's library reads as JSON only what is called `application/json`; a problem under its own type would come out
 * as a file, and every refusal would read as a server that cannot be reached.
 */
export function readableProblem(response: Response): Response {
  if (response.headers.get('content-type')?.startsWith('application/problem+json') !== true) return response;
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Turns a problem+json body into the client's error; null for a body that is none. */
export function problemOf(body: unknown): ORPCError<string, Problem> | null {
  const parsed = problem.safeParse(body);
  if (!parsed.success) return null;
  const { status, code, detail } = parsed.data;
  return new ORPCError(code.toUpperCase(), { status, message: detail, data: parsed.data });
}

/** What an error of a request says to a person, with the fields it names. */
export function readProblem(error: unknown): {
  code: string;
  detail: string;
  errors: { path: string; message: string }[];
} {
  if (error instanceof ORPCError) {
    const parsed = problem.safeParse(error.data);
    if (parsed.success) return { code: parsed.data.code, detail: parsed.data.detail, errors: parsed.data.errors ?? [] };
  }
  return {
    code: 'unavailable',
    detail: 'The server could not be reached, or its answer was lost on the way. Try again.',
    errors: [],
  };
}

/** The message of one field, for a form. */
export function fieldError(error: unknown, path: string): string | undefined {
  return error === null || error === undefined
    ? undefined
    : readProblem(error).errors.find((entry) => entry.path === path)?.message;
}
