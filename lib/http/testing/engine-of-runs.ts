import type { EngineRunDetail, EngineWindow } from '@/lib/services/system/engine-window';

/** An engine in memory that has the given runs, each of a workspace or, with null, of all; it cancels and starts anew. */
export function engineOfRuns(runs: Map<string, string | null>): EngineWindow {
  const known = (workspaceId: string) =>
    [...runs].filter(([, of]) => of === null || of === workspaceId).map(([id, of]) => runOf(id, of));
  return {
    figures: async (workspaceId) => ({
      kind: 'seen',
      value: {
        appNow: STARTED,
        wallNow: STARTED,
        functions: [{ ...NOTHING, id: 'headroom-run-sending-day', active: known(workspaceId).length }],
        oldestEventDueAt: null,
        syncedAt: STARTED,
        syncProblem: null,
      },
    }),
    runs: async (workspaceId) => ({ kind: 'seen', value: { runs: known(workspaceId), cursor: null } }),
    run: async (workspaceId, id) => {
      const run = known(workspaceId).find((one) => one.id === id);
      return run === undefined ? { kind: 'missing' } : { kind: 'seen', value: run };
    },
    cancel: async (id) => {
      const had = runs.delete(id);
      return had ? { kind: 'seen', value: null } : { kind: 'missing' };
    },
    retry: async (id) => {
      runs.set(`${id}-again`, runs.get(id) ?? null);
      return { kind: 'seen', value: `${id}-again` };
    },
  };
}

const STARTED = new Date('2026-03-03T08:00:00Z');
const NOTHING = {
  triggers: ['account/day-due'],
  sleeping: 0,
  failed: 0,
  parked: 0,
  oldestDueAt: null,
  oldestQueuedAt: null,
  nextAt: null,
};

function runOf(id: string, workspaceId: string | null): EngineRunDetail {
  return {
    id,
    functionId: 'headroom-run-sending-day',
    status: 'Running',
    eventName: 'account/day-due',
    data: workspaceId === null ? {} : { workspaceId, accountId: `acc of ${id}` },
    startedAt: STARTED,
    endedAt: null,
    wakesAt: null,
    error: null,
    retryOf: null,
    retriedAs: null,
    wallNow: STARTED,
    steps: [],
    calls: [{ stepId: 'step', dueAt: STARTED, underWay: false, parked: false }],
  };
}
