'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { lastWord, threadName } from '@/components/inbox/thread-words';
import { QueryPanel } from '@/components/state/query-panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';

const SHOWN = 5;

/** Who waits for an answer, the longest first; campaigns send them nothing more. */
export function Replies() {
  const accountName = useSenderNames();
  const waiting = useQuery(
    api.threads.list.queryOptions({ input: { unanswered: 'true', limit: SHOWN }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel
      title="Replies"
      query={waiting}
      skeleton="h-12"
      className="lg:col-span-2"
      actions={
        <Link href="/inbox" className="underline decoration-control">
          Open the inbox
        </Link>
      }
    >
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <p className="text-muted">No replies waiting.</p>
        ) : (
          <ul className="space-y-1">
            {items.map((thread) => (
              <li key={thread.id}>
                <Link href={`/inbox/${thread.id}`} className="font-medium underline decoration-control">
                  {threadName(thread)}
                </Link>{' '}
                <span className="text-muted">
                  wrote to {accountName(thread.accountId)} <Time value={lastWord(thread)?.at ?? thread.createdAt} />
                </span>
              </li>
            ))}
            {nextCursor === null ? null : <li className="text-muted">And more in the inbox.</li>}
          </ul>
        )
      }
    </QueryPanel>
  );
}
