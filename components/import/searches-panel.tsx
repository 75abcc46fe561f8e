'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/components/layout/person-context';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { ImportReceipt } from '@/lib/contracts/imports';
import { ImportReceiptPanel } from './import-receipt';
import { figuresOf, isOpen, STATE_WORDS } from './search-words';

const SHOWN = 10;

/** The searches so far, newest first, as they stand now; one of them may show its rows. */
export function SearchesPanel() {
  const [openId, setOpenId] = useState<string | null>(null);
  const searches = useQuery(
    api.imports.list.queryOptions({ input: { kind: 'search', limit: SHOWN }, refetchInterval: useLiveMs() }),
  );
  const opened = searches.data?.items.find((one) => one.id === openId);
  return (
    <>
      <QueryPanel title="Searches" query={searches} skeleton="h-40">
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">No search has been started yet. Its people appear here page by page.</p>
          ) : (
            <ul className="grid gap-4">
              {items.map((search) => (
                <SearchItem
                  key={search.id}
                  search={search}
                  isOpened={search.id === openId}
                  onOpen={() => setOpenId(search.id === openId ? null : search.id)}
                />
              ))}
            </ul>
          )
        }
      </QueryPanel>
      {opened === undefined ? null : <ImportReceiptPanel key={opened.id} receipt={opened} />}
    </>
  );
}

function SearchItem({ search, isOpened, onOpen }: { search: ImportReceipt; isOpened: boolean; onOpen: () => void }) {
  const mayImport = useMay('prospects.write');
  const queries = useQueryClient();
  const cancel = useMutation(
    api.imports.cancel.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.imports.list.key() }),
    }),
  );
  const { text, tone } = STATE_WORDS[search.state];
  return (
    <li className="min-w-0 border-b pb-4 last:border-b-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-medium break-words">{search.fileName}</h3>
        <Badge tone={tone}>{text}</Badge>
      </div>
      <progress
        className="mt-2 h-3 w-full max-w-3xl accent-accent"
        aria-label={`Progress of ${search.fileName}`}
        max={search.most ?? search.rows}
        value={search.rows}
      />
      <p className="text-muted">{figuresOf(search)}</p>
      {search.stateReason === null ? null : <p>{search.stateReason}</p>}
      {search.nextAt === null ? null : (
        <p className="text-muted">
          {search.state === 'waiting' ? 'It looks again' : 'The next page is asked for'} at{' '}
          <Time value={search.nextAt} />.
        </p>
      )}
      {cancel.error === null ? null : <ProblemNote error={cancel.error} />}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="compact" aria-pressed={isOpened} disabled={search.rows === 0} onClick={onOpen}>
          {isOpened ? 'Hide the people' : 'Show the people'}
          <span className="sr-only">: {search.fileName}</span>
        </Button>
        {isOpen(search) ? (
          <Button
            size="compact"
            disabled={!mayImport || cancel.isPending}
            onClick={() => cancel.mutate({ id: search.id })}
          >
            Cancel search<span className="sr-only">: {search.fileName}</span>
          </Button>
        ) : null}
      </div>
    </li>
  );
}
