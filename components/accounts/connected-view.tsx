'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { ScheduleEditor } from './schedule-editor';

const POLL_MS = 1_000;
const GIVE_UP_MS = 60_000;

/** Where the provider's page returns: waits for the account to arrive, then asks what is still needed. */
export function ConnectedView() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), GIVE_UP_MS);
    return () => clearTimeout(timer);
  }, []);
  const accounts = useQuery(api.accounts.list.queryOptions({ input: {}, refetchInterval: late ? false : POLL_MS }));
  const newest = accounts.data?.items.toSorted((a, b) => b.connectedAt.localeCompare(a.connectedAt))[0];
  return (
    <>
      <PageHeader title="Account connected" crumbs={[{ href: '/accounts', label: 'Accounts' }]} />
      {newest === undefined ? (
        <Panel title="Waiting for the connection" busy={!late}>
          {late ? (
            <p>
              The provider has not told us of the account yet. Look at{' '}
              <Link href="/accounts" className="underline">
                Accounts
              </Link>{' '}
              in a minute, or connect it again.
            </p>
          ) : (
            <Skeleton className="h-16" />
          )}
        </Panel>
      ) : (
        <div className="grid max-w-3xl gap-4">
          <Panel title={newest.name} summary="It is connected. Nothing is sent before a campaign is launched.">
            <Button asChild variant="primary">
              <Link href={`/accounts/${newest.id}`}>Open the account</Link>
            </Button>
          </Panel>
          <ScheduleEditor account={newest} />
        </div>
      )}
    </>
  );
}
