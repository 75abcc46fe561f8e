'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Thread, ThreadMessage } from '@/lib/contracts/threads';
import { threadName } from './thread-words';

/** What was written in a conversation, the oldest above; earlier pages are read from the provider when they are asked for. */
export function Messages({ thread }: { thread: Thread }) {
  const pages = useInfiniteQuery(
    api.threads.messages.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: thread.id, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: useLiveMs(),
    }),
  );
  const theirName = threadName(thread);
  return (
    <Panel title="Messages" busy={pages.isPending}>
      <QueryContent query={pages} skeleton="h-72">
        {(data) => {
          const messages = data.pages.flatMap((page) => page.items).toReversed();
          return (
            <>
              {pages.hasNextPage ? (
                <Button
                  size="compact"
                  className="mb-3"
                  disabled={pages.isFetchingNextPage}
                  onClick={() => void pages.fetchNextPage()}
                >
                  Show earlier messages
                </Button>
              ) : null}
              {messages.length === 0 ? (
                <p className="text-muted">Nothing has been written yet.</p>
              ) : (
                <ol aria-label={`Messages with ${theirName}`} className="grid gap-3">
                  {messages.map((message) => (
                    <Message key={message.id} message={message} theirName={theirName} />
                  ))}
                </ol>
              )}
            </>
          );
        }}
      </QueryContent>
    </Panel>
  );
}

function Message({ message, theirName }: { message: ThreadMessage; theirName: string }) {
  return (
    <li
      className={cn(
        'max-w-[60ch] min-w-0 rounded-panel border p-3',
        message.own ? 'justify-self-end bg-info-bg' : 'justify-self-start bg-bg',
      )}
    >
      <p className="text-meta text-muted">
        <span className="font-medium text-text">{message.own ? 'You' : theirName}</span>, <Time value={message.at} />
      </p>
      {message.text === null ? (
        <p className="text-muted">(a message without text)</p>
      ) : (
        <p className="whitespace-pre-line wrap-anywhere">{message.text}</p>
      )}
    </li>
  );
}
