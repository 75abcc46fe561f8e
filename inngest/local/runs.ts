import { z } from 'zod';
import type { Answer } from './http-answer';
import { found, refused } from './http-answer';
import { WORKER_SCHEMA } from './schema';
import type { Scope } from './scope';
import { HAS_ZERO, inScope, readScope } from './scope';
import type { World } from './world';

const EVENT_BYTES_MAX = 4_096;
/** Of larger results a list does not tell, of larger errors a step neither. */
const OUTPUT_BYTES_MAX = 65_536;

const COLUMNS = `r.id as run_id, r.function_id, r.event_id, r.status,
  case when not ${HAS_ZERO} then r.event->>'name' end as event_name,
  case when octet_length(r.event::text) <= ${EVENT_BYTES_MAX} then r.event end as event,
  r.started_at as run_started_at, r.started_app_at, r.ended_at, r.ended_app_at, r.retry_of,
  (select n.id from inngest_local.runs n where n.retry_of = r.id order by n.started_at desc limit 1) as retried_as,
  (select min(s.wake_at) from inngest_local.steps s where s.run_id = r.id and s.status = 'waiting') as wakes_at`;
const SHORT_OUTPUT = `case when octet_length(r.output::text) <= ${OUTPUT_BYTES_MAX} then r.output end as output`;

const listQuery = z.object({
  status: z.enum(['Running', 'Completed', 'Failed', 'Cancelled']).optional(),
  /** Of those that run: only those that sleep or wait for an event, or only the others. */
  waiting: z.enum(['true', 'false']).optional(),
  function_id: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z.string().max(500).optional(),
});
const position = z.tuple([z.string().regex(/^[\d-]{10} [\d:.]{8,15}[+-][\d:]{2,8}$/), z.string()]);

/** A page of the runs in scope, the latest first; of one status or function if asked. */
export async function listRuns(world: World, query: URLSearchParams): Promise<Answer> {
  const wanted = listQuery.safeParse(Object.fromEntries(query));
  const scope = readScope(query.get('data'));
  if (!wanted.success || scope === undefined) return refused(400, 'one of these filters is not possible');
  const { status, waiting, function_id, limit, cursor } = wanted.data;
  const from = cursor === undefined ? [null, null] : readCursor(cursor);
  if (from === null) return refused(400, 'the cursor is not one that this list gave out');
  const { rows } = await world.pool.query<{ run_id: string; position: string }>(
    `select ${COLUMNS}, ${SHORT_OUTPUT}, r.started_at::text as position from inngest_local.runs r
      where ($1::text is null or r.status = $1) and ($2::text is null or r.function_id = $2)
        and ($3::boolean is null or $3 = exists (
          select 1 from inngest_local.steps s where s.run_id = r.id and s.status = 'waiting'))
        and ($4::text is null or (r.started_at, r.id) < ($4::timestamptz, $5)) and ${inScope('$6', '$7')}
      order by r.started_at desc, r.id desc limit $8`,
    [
      status ?? null,
      function_id ?? null,
      waiting ?? null,
      ...from,
      scope?.field ?? null,
      scope?.value ?? null,
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor([last.position, last.run_id]) : null;
  return found(
    page.map(({ position: _, ...run }) => run),
    next,
  );
}

/** The runs that an event started; `internalId` is what the event API answered. */
export async function listRunsOfEvent(world: World, internalId: string): Promise<Answer> {
  const { rows } = await world.pool.query(
    `select ${COLUMNS}, r.output from inngest_local.runs r where r.event_id = coalesce(
      (select e.body->>'id' from inngest_local.events e where e.id = $1), $1) order by r.started_at`,
    [internalId],
  );
  return found(rows);
}

/** One run in scope, with its steps in the order they ended, and the calls of the app that are queued for it. */
export async function findRun(world: World, runId: string, scope: Scope): Promise<Answer> {
  const { rows } = await world.pool.query<object>(
    `select ${COLUMNS}, r.output from inngest_local.runs r where r.id = $1 and ${inScope('$2', '$3')}`,
    [runId, scope?.field ?? null, scope?.value ?? null],
  );
  if (rows[0] === undefined) return refused(404, 'run not found');
  const steps = await world.pool.query<{ id: string; status: string; failure: { error: unknown } | null }>(
    // A result is kept as the text that was written: `{"data":…}` or `{"error":…}`.
    `select id, name, op, status, wake_at, event_name,
      case when result::text like '{"error":%' and octet_length(result::text) <= ${OUTPUT_BYTES_MAX} then result end as failure
      from inngest_local.steps where run_id = $1 order by seq nulls last`,
    [runId],
  );
  const planned = steps.rows.flatMap(({ id, status }) => (status === 'planned' ? [id] : []));
  return found({
    ...rows[0],
    steps: steps.rows.map(({ failure, ...step }) => ({ ...step, error: failure?.error ?? null })),
    calls: await callsOf(world, runId, ['step', ...planned]),
  });
}

async function callsOf(world: World, runId: string, stepIds: string[]) {
  const { rows } = await world.pool.query(
    `select split_part(key, ':', 2) as step_id, run_at as due_at, locked_at is not null as under_way, false as parked
        from ${WORKER_SCHEMA}.jobs where key = any($2)
      union all select step_id, null, false, true from inngest_local.parked where run_id = $1`,
    [runId, stepIds.map((stepId) => `${runId}:${stepId}`)],
  );
  return rows;
}

function writeCursor(at: [string, string]): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

function readCursor(cursor: string): [string, string] | null {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
