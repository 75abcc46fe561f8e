'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '@/components/layout/person-context';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account, Pace } from '@/lib/contracts/accounts';
import { actionWords } from '@/lib/domain/limits/budget-words';
import type { Action } from '@/lib/domain/limits/constants';

/** Every limit answer with what was sent in the hour before, what the rate headers ask for, and what waits for a person. */
export function SignalsPanel({ account }: { account: Account }) {
  const refetchInterval = useLiveMs();
  const signals = useQuery(
    api.accounts.signals.queryOptions({ input: { id: account.id, limit: 20 }, refetchInterval }),
  );
  const timeZone = account.timeZone ?? undefined;
  return (
    <QueryPanel
      query={signals}
      title="Signals"
      skeleton="h-16"
      summary="Limit answers and unknown outcomes of the provider."
    >
      {(page) => (
        <div className="grid gap-3">
          {page.asks.map((ask) => (
            <Ask key={ask.action} account={account} action={ask.action} reason={ask.reason} />
          ))}
          <PaceLine pace={page.pace} timeZone={timeZone} />
          <Table
            caption="Signals"
            captionHidden
            columns={[
              {
                key: 'at',
                header: 'When',
                rowHeader: true,
                cell: (signal) => <Time value={signal.at} timeZone={timeZone} />,
              },
              { key: 'kind', header: 'Kind', cell: (signal) => signal.kind.replaceAll('_', ' ') },
              { key: 'action', header: 'Action', cell: (signal) => actionWords(signal.action) },
              { key: 'before', header: 'Hour before', cell: (signal) => hourWords(signal.hourBefore) },
              { key: 'detail', header: 'Detail', cell: (signal) => signal.detail },
            ]}
            rows={page.items}
            rowKey={(signal) => signal.id}
            empty="None. The provider has not asked for a break."
          />
        </div>
      )}
    </QueryPanel>
  );
}

function Ask({ account, action, reason }: { account: Account; action: Action; reason: string }) {
  const queries = useQueryClient();
  const mayManage = useMay('accounts.manage_own');
  const allow = useMutation(
    api.accounts.allowAction.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: api.accounts.key() }),
          queries.invalidateQueries({ queryKey: api.today.key() }),
        ]),
    }),
  );
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-panel border p-3">
      <p>
        <span className="font-medium">Needs you: {actionWords(action)}.</span> {reason}. Nothing of this kind is sent
        until then.
      </p>
      {mayManage ? (
        <Button onClick={() => allow.mutate({ id: account.id, action })} disabled={allow.isPending}>
          I have looked, go on
        </Button>
      ) : null}
      <ProblemNote error={allow.error} />
    </div>
  );
}

function PaceLine({ pace, timeZone }: { pace: Pace; timeZone: string | undefined }) {
  return (
    <p>
      <span className="font-medium">Pace: {pace.factor === 1 ? 'usual' : `gaps × ${pace.factor}`}.</span> {pace.reason}
      {pace.notBefore === null ? null : (
        <>
          {' '}
          What is left is kept until <Time value={pace.notBefore} timeZone={timeZone} />.
        </>
      )}
      {pace.notBefore === null && pace.until !== null ? (
        <>
          {' '}
          The window opens anew at <Time value={pace.until} timeZone={timeZone} />.
        </>
      ) : null}
    </p>
  );
}

function hourWords(hour: Record<string, number>): string {
  const words = Object.entries(hour).map(([action, n]) => `${n} ${actionWords(action).toLowerCase()}`);
  return words.length === 0 ? 'nothing' : words.join(', ');
}
