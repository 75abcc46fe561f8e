'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';

/** The latest entries of the audit trail, which nobody can change. */
export function AuditPanel() {
  const audit = useQuery(api.audit.list.queryOptions({ input: { limit: 20 }, refetchInterval: useLiveMs() }));
  return (
    <QueryPanel query={audit} title="Audit trail" skeleton="h-64">
      {(page) => (
        <Table
          caption="Latest entries"
          captionHidden
          columns={[
            { key: 'at', header: 'When', cell: (entry) => <Time value={entry.at} /> },
            { key: 'action', header: 'What', rowHeader: true, cell: (entry) => entry.action.replaceAll(/[._]/g, ' ') },
            { key: 'actor', header: 'Who', cell: (entry) => entry.actor.name ?? entry.actor.kind },
          ]}
          rows={page.items}
          rowKey={(entry) => entry.id}
          empty="Nothing was done yet."
        />
      )}
    </QueryPanel>
  );
}
