import { afterEach, expect, it, vi } from 'vitest';
import { client } from './api';
import { fieldError, readProblem } from './problem';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('tells a person what the server refused and why, field by field', async () => {
  const errors = [{ path: 'acknowledgedRisk', message: 'Confirm it.' }];
  const body = {
    type: 'about:blank',
    title: 'No',
    status: 422,
    code: 'validation_failed',
    detail: 'Not like that.',
    errors,
  };
  const headers = { 'content-type': 'application/problem+json' };
  vi.stubGlobal('window', { location: { origin: 'http://127.0.0.1' } });
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status: 422, headers }));
  const refused: unknown = await client.limits.put({ key: 'invite.day', cap: 1 }).catch((error: unknown) => error);
  expect(readProblem(refused)).toEqual({ code: 'validation_failed', detail: 'Not like that.', errors });
  expect(fieldError(refused, 'acknowledgedRisk')).toBe('Confirm it.');
});
