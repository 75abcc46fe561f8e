'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api, client } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Stop } from '@/lib/contracts/workspace';

/** The stops in force, each with who set it and why; ending one is audited. */
export function StopsPanel() {
  const queries = useQueryClient();
  const stops = useQuery(api.controls.stops.queryOptions({ refetchInterval: useLiveMs() }));
  const resume = useMutation({
    mutationFn: (stop: Stop) =>
      client.controls.resume({
        scope: stop.scope,
        ...(stop.targetId === null ? {} : { id: stop.targetId }),
        ...(stop.action === null ? {} : { action: stop.action as never }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.controls.key() }),
  });
  return (
    <QueryPanel
      query={stops}
      title="Stops"
      skeleton="h-20"
      summary="While a stop is in force nothing of its scope is sent."
    >
      {(page) => (
        <>
          {resume.error === null ? null : <ProblemNote error={resume.error} />}
          <Table
            caption="Stops in force"
            captionHidden
            columns={[
              {
                key: 'scope',
                header: 'Scope',
                rowHeader: true,
                cell: (stop) => [stop.scope, stop.action].filter(Boolean).join(': '),
              },
              { key: 'by', header: 'By', cell: (stop) => stop.stoppedBy ?? '' },
              { key: 'at', header: 'Since', cell: (stop) => <Time value={stop.stoppedAt} /> },
              { key: 'reason', header: 'Reason', cell: (stop) => stop.reason ?? '' },
              {
                key: 'end',
                header: 'End',
                cell: (stop) => (
                  <Button size="compact" onClick={() => resume.mutate(stop)} disabled={resume.isPending}>
                    End this stop
                  </Button>
                ),
              },
            ]}
            rows={page.items}
            rowKey={(stop) => stop.id}
            empty="None. Sending is on."
          />
        </>
      )}
    </QueryPanel>
  );
}
