import { z } from 'zod';
import type { EngineRun } from '../lib/services/system/engine-window';

/** What the engine answers, as far as the window reads it. */
const moment = z.coerce.date();
const error = z.looseObject({ name: z.string().catch('Error'), message: z.string().catch('') }).nullable();
const trigger = z.looseObject({ event: z.string().optional(), cron: z.string().optional() });
export const figures = z.object({
  data: z.object({
    now: moment.nullable(),
    functions: z.array(
      z.object({
        id: z.string(),
        triggers: z.array(trigger),
        active: z.number(),
        sleeping: z.number(),
        failed: z.number(),
        parked: z.number(),
        oldest_due_at: moment.nullable(),
        oldest_queued_at: moment.nullable(),
        next_at: moment.nullable(),
      }),
    ),
    oldest_event_due_at: moment.nullable(),
    sync: z.object({ syncedAt: moment.nullable(), problem: z.string().nullable() }),
  }),
  metadata: z.object({ fetched_at: moment }),
});
const run = z.object({
  run_id: z.string(),
  function_id: z.string(),
  status: z.enum(['Running', 'Completed', 'Failed', 'Cancelled']),
  event_name: z.string().nullable(),
  event: z.looseObject({ data: z.record(z.string(), z.unknown()).catch({}) }).nullable(),
  started_app_at: moment,
  ended_app_at: moment.nullable(),
  wakes_at: moment.nullable(),
  retry_of: z.string().nullable(),
  retried_as: z.string().nullable(),
  output: z.unknown(),
});
export const page = z.object({ data: z.array(run), metadata: z.object({ cursor: z.string().nullable() }) });
export const detail = z.object({
  data: run.extend({
    steps: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        op: z.string(),
        status: z.enum(['planned', 'waiting', 'done']),
        wake_at: moment.nullable(),
        event_name: z.string().nullable(),
        error,
      }),
    ),
    calls: z.array(
      z.object({ step_id: z.string(), due_at: moment.nullable(), under_way: z.boolean(), parked: z.boolean() }),
    ),
  }),
  metadata: z.object({ fetched_at: moment }),
});
export const rerun = z.object({ data: z.object({ run_id: z.string() }) });
export const refusal = z.object({ error: z.string() });

/** The figures in the port's words. */
export function figuresOf({ data, metadata }: z.infer<typeof figures>) {
  return {
    appNow: data.now,
    wallNow: metadata.fetched_at,
    functions: data.functions.map((one) => ({
      id: one.id,
      triggers: one.triggers.flatMap(({ event, cron }) => event ?? cron ?? []),
      active: one.active,
      sleeping: one.sleeping,
      failed: one.failed,
      parked: one.parked,
      oldestDueAt: one.oldest_due_at,
      oldestQueuedAt: one.oldest_queued_at,
      nextAt: one.next_at,
    })),
    oldestEventDueAt: data.oldest_event_due_at,
    syncedAt: data.sync.syncedAt,
    syncProblem: data.sync.problem,
  };
}

/** A run in the port's words, its error cut to a readable length. */
export function runOf(row: z.infer<typeof run>): EngineRun {
  return {
    id: row.run_id,
    functionId: row.function_id,
    status: row.status,
    eventName: row.event_name,
    data: row.event?.data ?? {},
    startedAt: row.started_app_at,
    endedAt: row.ended_app_at,
    wakesAt: row.wakes_at,
    error: row.status === 'Failed' ? failureOf(row.output) : null,
    retryOf: row.retry_of,
    retriedAs: row.retried_as,
  };
}

function failureOf(output: unknown): { name: string; message: string } {
  const read = error.safeParse(output);
  return read.success && read.data !== null ? shortOf(read.data) : { name: 'Error', message: 'it gives no reason' };
}

/** A run with its steps and calls in the port's words. */
export function detailOf({ data, metadata }: z.infer<typeof detail>) {
  return {
    ...runOf(data),
    wallNow: metadata.fetched_at,
    steps: data.steps.map((step) => ({
      id: step.id,
      name: step.name,
      op: step.op,
      status: step.status,
      wakesAt: step.wake_at,
      eventName: step.event_name,
      error: step.error === null ? null : shortOf(step.error),
    })),
    calls: data.calls.map((call) => ({
      stepId: call.step_id,
      dueAt: call.due_at,
      underWay: call.under_way,
      parked: call.parked,
    })),
  };
}

const MESSAGE_MAX = 1_000;

function shortOf({ name, message }: { name: string; message: string }) {
  return { name, message: message.slice(0, MESSAGE_MAX) };
}
