import { oc } from '@orpc/contract';
import { z } from 'zod';
import { RUN_STATES } from '../domain/engine/constants';
import { byId, id, moment, pageOf, paging } from './shapes';

const functionId = z.string().min(1).max(200);
const count = z.number().int();
const error = z.object({ name: z.string(), message: z.string() });

const engineFunction = z.object({
  id: functionId,
  triggers: z.array(z.string()),
  running: count,
  sleeping: count,
  failed: count,
  parked: count,
  nextAt: moment.nullable(),
  lagS: count,
});
export type EngineFunction = z.infer<typeof engineFunction>;

const figures = z.object({
  kind: z.literal('window'),
  asOf: moment,
  functions: z.array(engineFunction),
  running: count,
  sleeping: count,
  failed: count,
  parked: count,
  lagS: count,
  syncedAt: moment.nullable(),
  syncProblem: z.string().nullable(),
});
export type EngineFigures = z.infer<typeof figures>;

const run = z.object({
  id,
  functionId: z.string(),
  state: z.enum(RUN_STATES),
  eventName: z.string().nullable(),
  subjectId: z.string().nullable(),
  startedAt: moment,
  endedAt: moment.nullable(),
  wakesAt: moment.nullable(),
  error: error.nullable(),
  retryOf: z.string().nullable(),
  retriedAs: z.string().nullable(),
});
export type EngineRun = z.infer<typeof run>;

const step = z.object({
  id: z.string(),
  name: z.string().nullable(),
  op: z.string(),
  state: z.enum(['planned', 'waiting', 'done', 'failed']),
  wakesAt: moment.nullable(),
  eventName: z.string().nullable(),
  error: error.nullable(),
});
const call = z.object({
  stepId: z.string(),
  state: z.enum(['queued', 'under_way', 'parked']),
  dueAt: moment.nullable(),
});
const runDetail = run.extend({ steps: z.array(step), calls: z.array(call) });
export type EngineRunDetail = z.infer<typeof runDetail>;

/** The window into the engine, for admins. An engine that shows its runs itself, or does not answer, is told as such. */
export const system = {
  read: oc
    .route({ method: 'GET', path: '/system' })
    .output(
      z.union([
        figures,
        z.object({ kind: z.literal('dashboard'), url: z.string() }),
        z.object({ kind: z.literal('silent') }),
      ]),
    ),
  runs: oc
    .route({ method: 'GET', path: '/system/runs' })
    .input(paging.extend({ state: z.enum(RUN_STATES).optional(), functionId: functionId.optional() }))
    .output(pageOf(run)),
  run: oc.route({ method: 'GET', path: '/system/runs/{id}' }).input(byId).output(runDetail),
  cancel: oc.route({ method: 'PUT', path: '/system/runs/{id}/cancel' }).input(byId).output(byId),
  retry: oc.route({ method: 'POST', path: '/system/runs/{id}/retry', successStatus: 201 }).input(byId).output(byId),
};
