'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useMay } from '@/components/layout/person-context';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api, client } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Installation } from '@/lib/contracts/installation';
import { comparisonWords, holdWords } from './installation-words';

/** What keeps this installation from sending, what its accounts' own lists showed, and an owner's confirmation. */
export function InstallationPanel() {
  const read = useQuery(api.installation.read.queryOptions({ refetchInterval: useLiveMs() }));
  return (
    <section id="installation">
      <QueryPanel query={read} title="Installation" skeleton="h-20">
        {(data) =>
          data.state === 'ours' ? <p>This installation may send from its database.</p> : <Hold hold={data} />
        }
      </QueryPanel>
    </section>
  );
}

function Hold({ hold }: { hold: Installation }) {
  const mayConfirm = useMay('installation.confirm');
  return (
    <>
      <p className="mb-3">
        {hold.state === 'ours' ? null : holdWords(hold.state)} Nothing is sent
        {hold.since === null ? null : (
          <>
            {' '}
            since <Time value={hold.since} />
          </>
        )}
        .
      </p>
      <Table
        caption="What the accounts’ own lists showed"
        captionHidden
        columns={[
          {
            key: 'name',
            header: 'Account',
            rowHeader: true,
            cell: (account) => (
              <Link href={`/accounts/${account.id}`} className="underline decoration-control">
                {account.name}
              </Link>
            ),
          },
          { key: 'found', header: 'Found', cell: comparisonWords },
          {
            key: 'at',
            header: 'Compared',
            cell: (account) => (account.comparedAt === null ? '' : <Time value={account.comparedAt} />),
          },
        ]}
        rows={hold.accounts}
        rowKey={(account) => account.id}
        empty="No account is connected, so there is nothing to compare."
      />
      {mayConfirm ? <Confirm /> : <p className="mt-3">An owner can confirm it.</p>}
    </>
  );
}

function Confirm() {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => client.installation.confirm({}),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: api.installation.key() });
    },
  });
  return (
    <>
      <Button className="mt-3" onClick={() => setAsking(true)}>
        This installation may send
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="This installation may send"
        consequences={
          <>
            <p>Every account that is not paused goes on. People who were found above stay stopped.</p>
            <p>Any other installation of this database loses the right to send. Stop it first if it still runs.</p>
          </>
        }
        confirmLabel="It may send"
        busy={confirm.isPending}
        error={confirm.error === null ? null : confirm.error.message}
        onConfirm={() => confirm.mutate()}
      />
    </>
  );
}
