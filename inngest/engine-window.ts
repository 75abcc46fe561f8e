import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Env } from '../lib/platform/env';
import type { EngineWindow, RunFilter, Seen } from '../lib/services/system/engine-window';
import { detail, detailOf, figures, figuresOf, page, refusal, rerun, runOf } from './engine-answers';

const ANSWER_MS = 3_000;
/** Where Inngest Cloud shows runs; an engine of one's own shows them at its own address. */
const CLOUD_DASHBOARD = 'https://app.inngest.com';

type Settings = Pick<Env, 'INNGEST_BASE_URL' | 'INNGEST_SIGNING_KEY'>;

/**
 * The window into the engine over its REST API. Which engine it is shows in what it answers: one without these paths has
 * a dashboard of its own.
 */
export function engineWindow(settings: Settings): EngineWindow {
  const look = lookerAt(settings);
  return {
    figures: async (workspaceId) =>
      mapped(await look('GET', `/v1/functions?${scoped(workspaceId)}`, figures), figuresOf),
    runs: async (workspaceId, filter) =>
      mapped(await look('GET', `/v1/runs?${scoped(workspaceId, filter)}`, page), ({ data, metadata }) => ({
        runs: data.map(runOf),
        cursor: metadata.cursor,
      })),
    run: async (workspaceId, id) =>
      mapped(await look('GET', `${pathOf(id)}?${scoped(workspaceId)}`, detail, 'missing'), detailOf),
    cancel: async (id) => mapped(await look('DELETE', pathOf(id), z.unknown(), 'missing'), () => null),
    retry: async (id) => mapped(await look('POST', `${pathOf(id)}/rerun`, rerun, 'missing'), ({ data }) => data.run_id),
  };
}

/** `notFound` says what a 404 means: no such path, so that the engine is another one, or no such run. */
function lookerAt({ INNGEST_BASE_URL: base, INNGEST_SIGNING_KEY: key = '' }: Settings) {
  return async function look<T extends z.ZodType>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    shape: T,
    notFound: 'elsewhere' | 'missing' = 'elsewhere',
  ): Promise<Seen<z.infer<T>>> {
    const elsewhere = { kind: 'elsewhere', dashboardUrl: base ?? CLOUD_DASHBOARD } as const;
    if (base === undefined) return elsewhere;
    const answer = await ask(new URL(path, base), method, key);
    if (answer === null) return { kind: 'silent' };
    if (answer.status === 404 && notFound === 'missing') return { kind: 'missing' };
    if (answer.status === 404 || answer.status === 405) return elsewhere;
    const refused = refusal.safeParse(answer.body);
    if (answer.status === 409 || answer.status === 400)
      return { kind: 'refused', reason: refused.success ? refused.data.error : 'it gives no reason' };
    if (answer.status !== 200) return { kind: 'silent' };
    const read = shape.safeParse(answer.body);
    return read.success ? { kind: 'seen', value: read.data } : elsewhere;
  };
}

async function ask(url: URL, method: string, key: string): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${hashed(key)}`, 'content-type': 'application/json' },
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOf(text) };
  } catch {
    // Not there, too slow, or cut off in the middle.
    return null;
  }
}

/** The key as the SDK itself sends it: its hash under the key's own prefix. */
function hashed(key: string): string {
  const [prefix = ''] = /^signkey-\w+-/.exec(key) ?? [];
  return (
    prefix +
    createHash('sha256')
      .update(Buffer.from(key.slice(prefix.length), 'hex'))
      .digest('hex')
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function mapped<T, U>(seen: Seen<T>, map: (value: T) => U): Seen<U> {
  return seen.kind === 'seen' ? { kind: 'seen', value: map(seen.value) } : seen;
}

function pathOf(id: string): string {
  return `/v1/runs/${encodeURIComponent(id)}`;
}

function scoped(workspaceId: string, filter?: RunFilter): string {
  const query = new URLSearchParams({ data: `workspaceId:${workspaceId}` });
  if (filter === undefined) return query.toString();
  query.set('limit', String(filter.limit));
  if (filter.status !== undefined) query.set('status', filter.status);
  if (filter.waiting !== undefined) query.set('waiting', String(filter.waiting));
  if (filter.functionId !== undefined) query.set('function_id', filter.functionId);
  if (filter.cursor !== undefined) query.set('cursor', filter.cursor);
  return query.toString();
}
