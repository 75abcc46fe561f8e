import { z } from 'zod';

/** The stop of the whole workspace that is in force. */
export interface WorkspaceStop {
  stoppedAt: string;
  by: string | null;
  reason: string | null;
  /** When it ends by itself; null: when somebody ends it. */
  until: string | null;
}

/** The workspace's own stop, null without one, undefined when it could not be read. */
export async function readWorkspaceStop(): Promise<WorkspaceStop | null | undefined> {
  const answer = await request('/api/v1/controls/stop', 'GET').catch(() => undefined);
  const parsed = stops.safeParse(answer);
  if (!parsed.success) return undefined;
  const stop = parsed.data.items.find((item) => item.scope === 'workspace');
  if (stop === undefined) return null;
  const { stoppedAt, stoppedBy, reason, until } = stop;
  return { stoppedAt, by: stoppedBy ?? null, reason: reason ?? null, until: until ?? null };
}

/** Stops everything of the workspace. One press: stopping asks no question (design.md §6, `/controls/stop`). */
export async function stopWorkspace(): Promise<{ stoppedAt: string }> {
  return stopped.parse(await request('/api/v1/controls/stop', 'PUT', { scope: 'workspace' }));
}

/** Lifts the stop of the workspace. */
export async function resumeWorkspace(): Promise<void> {
  await request('/api/v1/controls/stop', 'DELETE', { scope: 'workspace' });
}

/** Moves a demo's clock to the next working morning and returns the app's new time. */
export async function jumpToNextMorning(): Promise<string> {
  return clock.parse(await request('/api/v1/clock/jump', 'POST', { to: 'next_morning' })).now;
}

export interface ServerHealth {
  /** What keeps the server from sending safely, as the end of "We cannot reach …"; null while all is well. */
  outage: string | null;
  /** When the longest of it began, in the app's time; null while all is well, or where nobody knows. */
  since: string | null;
  /** The app's time and speed; null while they are not known. */
  clock: { now: string; speed: number } | null;
}

/** The open health page in the words of the shell. Never throws: a server that does not answer is an outage itself. */
export async function readHealth(): Promise<ServerHealth> {
  const response = await fetch('/api/health', { cache: 'no-store' }).catch(() => null);
  const parsed = health.safeParse(await response?.json().catch(() => null));
  if (!parsed.success) return { outage: 'the server', since: lastHeardAt, clock: null };
  const { checks, since, clock: time } = parsed.data;
  lastHeardAt = time?.now ?? lastHeardAt;
  const down = Object.entries(checks).flatMap(([name, state]) => (state === 'ok' ? [] : [name]));
  const outage = down.length === 0 ? null : down.map((name) => PARTS[name] ?? name).join(' and ');
  const begun = down.flatMap((name) => since[name] ?? []).toSorted();
  return { outage, since: begun[0] ?? null, clock: time };
}

/** The app's time at the server's last answer: since then nobody knows whether it can send. */
let lastHeardAt: string | null = null;

const PARTS: Record<string, string> = {
  store: 'the database',
  ramp: 'the ramp schedule',
  health: 'the health monitor',
  engine: 'the engine that sends',
};

const health = z.object({
  checks: z.record(z.string(), z.string()),
  since: z.record(z.string(), z.string().nullable()),
  clock: z.object({ now: z.string(), speed: z.number() }).nullable(),
});
const stops = z.object({
  items: z.array(
    z.object({
      scope: z.string(),
      stoppedAt: z.string(),
      stoppedBy: z.string().nullish(),
      reason: z.string().nullish(),
      until: z.string().nullish(),
    }),
  ),
});
const stopped = z.object({ stoppedAt: z.string() });
const clock = z.object({ now: z.string() });
const problem = z.object({ detail: z.string().optional(), title: z.string().optional() });

async function request(path: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', body?: unknown): Promise<unknown> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(path, { method, cache: 'no-store', ...sent }).catch(() => {
    throw new Error('The server cannot be reached. Nothing was changed.');
  });
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const told = problem.safeParse(answer);
  throw new Error((told.success ? (told.data.detail ?? told.data.title) : undefined) ?? `Error ${response.status}.`);
}
