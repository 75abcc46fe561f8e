import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, ERROR_CODES } from '@/lib/platform/errors';
import { logger } from '@/lib/platform/logger';
import { problem, problemOf, problemResponse, problemShape } from './problem';

const logged = vi.fn();

beforeEach(() => {
  const settings = {
    DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none',
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    UNIPILE_API_URL: 'http://127.0.0.1:1',
    UNIPILE_API_KEY: 'k',
    UNIPILE_WEBHOOK_SECRET: 's',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.spyOn(logger(), 'error').mockImplementation(logged);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  logged.mockReset();
});

/** An error of the database as it reaches the API: the driver's inside drizzle's inside the library's. */
function wrapped(code: string, message: string): Error {
  const driver = Object.assign(new Error(message), { code });
  const query = new Error('Failed query: insert into prospects\nparams: Ada Lovelace,ada@x.test', { cause: driver });
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Internal server error', cause: query });
}

describe('an error of the database', () => {
  it.each(['55P03', '57014', '53300', '57P01', '08006', '40001', '40P01', 'ECONNREFUSED', 'CONNECTION_CLOSED'])(
    '%s is a matter of waiting',
    (code) => {
      expect(problemOf(wrapped(code, 'no'))).toMatchObject({ code: 'unavailable', status: 503 });
      expect(logged).not.toHaveBeenCalled();
    },
  );

  it.each(['23505', '22P02'])('%s is a bug whose log entry holds no personal data', (code) => {
    const shown = problemOf(wrapped(code, code === '22P02' ? 'invalid input syntax: "Ada Lovelace"' : 'duplicate key'));
    expect(shown).toMatchObject({ code: 'internal', status: 500 });
    const entry = JSON.stringify(logged.mock.calls);
    expect(entry).toContain(code);
    expect(entry).toContain('problem.test.ts');
    expect(/Ada|x\.test|params/.test(entry + JSON.stringify(shown))).toBe(false);
    // The id that the person reads out is the one that the log knows.
    expect(shown.detail).toContain(String(logged.mock.calls[0]?.[0].id));
  });
});

describe('a refusal of a verb', () => {
  it.each(ERROR_CODES)('keeps its code %s through the library', (code) => {
    const shown = problemOf(new ORPCError('INTERNAL_SERVER_ERROR', { cause: new AppError(code, 'Because.') }));
    expect(shown).toMatchObject({ code, detail: 'Because.' });
    expect(problemShape.safeParse(shown).success).toBe(true);
  });

  it('is a problem+json with its own status, and tells a client when to come back', async () => {
    const response = problemResponse(problem('rate_limited', 'Slowly.', []), 30);
    expect([response.status, response.headers.get('content-type'), response.headers.get('retry-after')]).toEqual([
      429,
      'application/problem+json',
      '30',
    ]);
    expect(await response.json()).toMatchObject({ code: 'rate_limited', status: 429, detail: 'Slowly.' });
  });
});

it('a text that cannot be parsed does not reach the log', () => {
  let error: unknown;
  try {
    JSON.parse('Ada Lovelace writes');
  } catch (caught) {
    error = caught;
  }
  problemOf(error);
  expect(logged).toHaveBeenCalledOnce();
  expect(JSON.stringify(logged.mock.calls)).not.toContain('Ada');
});
