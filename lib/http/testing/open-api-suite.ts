import { vi } from 'vitest';
import { appDatabase } from '@/db/app-database';
import { createInstallation } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import { stubSettings } from '@/db/testing/stub-settings';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { handleApi } from '../handle-api';
import { engineOfRuns } from './engine-of-runs';

export const NOW = new Date('2026-03-03T09:00:00Z');
export const APP_URL = 'http://127.0.0.1:3000';
export const JSON_TYPE = { 'content-type': 'application/json' };

export interface ApiCall {
  /** Text, forms and streams go as they are; any other value as JSON with its type. */
  body?: unknown;
  headers?: Record<string, string>;
  token?: string;
  cookie?: string;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Whatever came: each test says what it expects. */
  body: ReturnType<typeof JSON.parse>;
}

export interface ApiSuite {
  database: SuiteDatabase;
  /** Names of the events that the engine was told of, in order. */
  announced: string[];
  /** The runs of the engine, by id, each with its workspace. */
  runs: Map<string, string | null>;
  call(method: string, path: string, call?: ApiCall): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** The API on a database of the suite's own, called as over HTTP, with a provider that nothing may call. */
export async function openApiSuite(): Promise<ApiSuite> {
  const database = await openSuiteDatabase();
  stubSettings(database.ownerUrl);
  await createInstallation(database.owner, { id: 'test-installation', now: NOW });
  const announced: string[] = [];
  const runs = new Map<string, string | null>();
  const engine = engineOfRuns(runs);
  const { provider } = testContext(database.app, { workspaceId: '', userId: '', now: NOW });
  return {
    database,
    announced,
    runs,
    async call(method, path, call = {}) {
      const response = await handleApi(requestOf(method, path, call), {
        provider,
        announce: async (event) => void announced.push(event.name),
        engine,
        appUrl: APP_URL,
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? null : JSON.parse(text),
      };
    },
    async close() {
      await appDatabase().end();
      vi.unstubAllEnvs();
      await database.close();
    },
  };
}

function requestOf(method: string, path: string, { body, headers = {}, token, cookie }: ApiCall): Request {
  const sent = new Headers({ host: '127.0.0.1:3000', ...headers });
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`);
  if (cookie !== undefined) sent.set('cookie', cookie);
  if (!isRaw(body)) sent.set('content-type', 'application/json');
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers: sent,
    body: isRaw(body) ? (body ?? null) : JSON.stringify(body),
    duplex: 'half',
  };
  return new Request(`${APP_URL}/api/v1${path}`, init);
}

function isRaw(body: unknown): body is BodyInit | null | undefined {
  return (
    body === undefined ||
    body === null ||
    typeof body === 'string' ||
    body instanceof FormData ||
    body instanceof ReadableStream
  );
}
