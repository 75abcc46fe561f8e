'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/state/query-panel';
import { FilterSelect } from '@/components/ui/filter-select';
import { Pager, usePages } from '@/components/ui/pager';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { RUN_STATES, type RunState } from '@/lib/domain/engine/constants';
import { functionWords } from './engine-words';
import { RUN_COLUMNS } from './run-columns';

/** The engine's runs, the latest first, of one state or function if asked; a page at a time. */
export function RunsPanel({ functionIds }: { functionIds: string[] }) {
  const [state, setState] = useState<RunState | undefined>(undefined);
  const [functionId, setFunctionId] = useState<string | undefined>(undefined);
  const pages = usePages();
  const runs = useQuery(
    api.system.runs.queryOptions({
      input: { limit: 10, state, functionId, cursor: pages.cursor },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  const narrow =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      pages.first();
    };
  return (
    <QueryPanel
      query={runs}
      title="Runs"
      summary="The latest first. Completed and cancelled runs are kept for an hour, failed ones for a week."
      skeleton="h-96"
      actions={
        <>
          <FilterSelect
            label="Run state"
            values={RUN_STATES}
            words={(one) => one}
            value={state}
            onChange={narrow(setState)}
          />
          <FilterSelect
            label="Function"
            values={functionIds}
            words={functionWords}
            value={functionId}
            onChange={narrow(setFunctionId)}
          />
        </>
      }
    >
      {(page) => (
        <>
          <Table
            caption="Runs"
            captionHidden
            columns={RUN_COLUMNS}
            rows={page.items}
            rowKey={(run) => run.id}
            empty={
              state === undefined && functionId === undefined
                ? 'Nothing has run yet.'
                : 'No run has this state and function.'
            }
          />
          <Pager pages={pages} nextCursor={page.nextCursor} name="runs" />
        </>
      )}
    </QueryPanel>
  );
}
