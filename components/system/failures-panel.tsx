'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { FAILURE_COLUMNS } from './run-columns';

const SHOWN = 10;

/** The latest runs that failed for good, each with why and a way to start it anew. */
export function FailuresPanel() {
  const failures = useQuery(
    api.system.runs.queryOptions({ input: { state: 'failed', limit: SHOWN }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel
      query={failures}
      title="Failures"
      summary="Runs that failed for good, the latest first. A retry runs the same event again; what was sent is not sent twice."
      skeleton="h-24"
    >
      {(page) => (
        <>
          <Table
            caption="Failed runs"
            captionHidden
            columns={FAILURE_COLUMNS}
            rows={page.items}
            rowKey={(run) => run.id}
            empty="None. No run has failed in the last week."
          />
          {page.nextCursor === null ? null : (
            <p className="mt-2 text-muted">Older ones are in the list below, under the state “failed”.</p>
          )}
        </>
      )}
    </QueryPanel>
  );
}
