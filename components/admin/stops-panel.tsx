'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api, client } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Stop } from '@/lib/contracts/workspace';
import { actionWords } from '@/lib/domain/limits/budget-words';
import { StopDialog } from './stop-dialog';

/** The stops in force, each with who set it and why; ending one is audited. */
export function StopsPanel() {
  const queries = useQueryClient();
  const nameOf = useTargetNames();
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
      actions={<StopDialog />}
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
                cell: (stop) => scopeOf(stop, nameOf),
              },
              { key: 'by', header: 'By', cell: (stop) => stop.stoppedBy ?? '' },
              { key: 'at', header: 'Since', cell: (stop) => <Time value={stop.stoppedAt} /> },
              {
                key: 'until',
                header: 'Until',
                cell: (stop) => (stop.until === null ? 'somebody ends it' : <Time value={stop.until} />),
              },
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

function scopeOf(stop: Stop, nameOf: (id: string) => string): string {
  if (stop.scope === 'workspace') return 'Everything';
  if (stop.scope === 'action') return `Action: ${actionWords(stop.action ?? '')}`;
  return `${stop.scope === 'account' ? 'Account' : 'Campaign'}: ${nameOf(stop.targetId ?? '')}`;
}

/** Names of accounts and campaigns by id; one that is not known yet shows its id. */
function useTargetNames(): (id: string) => string {
  const senderName = useSenderNames();
  const campaigns = useQuery(api.campaigns.list.queryOptions({ input: { limit: 200 } }));
  const names = new Map((campaigns.data?.items ?? []).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? senderName(id);
}
