import type { RunState } from '../../domain/engine/constants';
import { runSubject } from '../../domain/engine/run-subject';
import type { EngineRun } from './engine-window';

const ENDS = { Completed: 'completed', Failed: 'failed', Cancelled: 'cancelled' } as const;

/** A run as the API shows it; all times are app time. */
export function runView(run: EngineRun) {
  return {
    id: run.id,
    functionId: run.functionId,
    state: stateOf(run),
    eventName: run.eventName,
    subjectId: runSubject(run.data),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    wakesAt: run.wakesAt?.toISOString() ?? null,
    error: run.error,
    retryOf: run.retryOf,
    retriedAs: run.retriedAs,
  };
}

function stateOf({ status, wakesAt }: EngineRun): RunState {
  if (status !== 'Running') return ENDS[status];
  return wakesAt === null ? 'running' : 'sleeping';
}
