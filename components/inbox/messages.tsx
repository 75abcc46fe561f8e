'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
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
  const place = useRef<HTMLElement>(null);
  const showEarlier = async () => {
    if (pages.isFetchingNextPage) return;
    const { hasNextPage } = await pages.fetchNextPage();
    // The button is gone with the last page, and its focus would be.
    if (!hasNextPage) place.current?.focus({ preventScroll: true });
  };
  return (
    <Panel title="Messages" busy={pages.isPending}>
      <QueryContent query={pages} skeleton="h-72">
        {(data) => {
          const messages = data.pages.flatMap((page) => page.items).toReversed();
          return (
            <Scroller place={place} label={`Messages with ${theirName}`} newest={messages.at(-1)}>
              {pages.hasNextPage ? (
                <Button
                  size="compact"
                  className="mb-3"
                  aria-disabled={pages.isFetchingNextPage}
                  onClick={() => void showEarlier()}
                >
                  Show earlier messages
                </Button>
              ) : null}
              {messages.length === 0 ? (
                <p className="text-muted">Nothing has been written yet.</p>
              ) : (
                <ol className="grid gap-3">
                  {messages.map((message) => (
                    <Message key={message.id} message={message} theirName={theirName} />
                  ))}
                </ol>
              )}
            </Scroller>
          );
        }}
      </QueryContent>
    </Panel>
  );
}

const NEAR_END_PX = 40;

/**
 * Shows the end of a long conversation first, so that the answer stands under the words that it answers. Who reads further
 * up is left there, but for what they write themselves.
 */
function Scroller({
  place,
  label,
  newest,
  children,
}: {
  place: RefObject<HTMLElement | null>;
  label: string;
  newest: ThreadMessage | undefined;
  children: ReactNode;
}) {
  const isAtEnd = useRef(true);
  const newestId = newest?.id;
  const isOwn = newest?.own ?? false;
  useLayoutEffect(() => {
    const { current: box } = place;
    if (box !== null && newestId !== undefined && (isAtEnd.current || isOwn)) box.scrollTop = box.scrollHeight;
  }, [place, newestId, isOwn]);
  return (
    <section
      ref={place}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="relative max-h-[60dvh] overflow-y-auto"
      onScroll={({ currentTarget: box }) => {
        isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
      }}
    >
      {children}
    </section>
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
