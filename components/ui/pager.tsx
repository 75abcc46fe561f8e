'use client';

import { useState } from 'react';
import { Button } from './button';

export interface Pages {
  cursor: string | undefined;
  /** From 1. */
  page: number;
  next: (cursor: string) => void;
  previous: () => void;
  first: () => void;
}

/** Walks a list that only knows its next cursor, and back. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    cursor: cursors.at(-1),
    page: cursors.length + 1,
    next: (cursor) => setCursors([...cursors, cursor]),
    previous: () => setCursors(cursors.slice(0, -1)),
    first: () => setCursors([]),
  };
}

/** Buttons for the pages of a list; they stay in place and are off at the ends. Nothing for a single page. */
export function Pager({ pages, nextCursor, name }: { pages: Pages; nextCursor: string | null; name: string }) {
  if (pages.page === 1 && nextCursor === null) return null;
  return (
    <nav aria-label={`Pages of ${name}`} className="mt-2 flex items-center gap-2">
      <Button size="compact" disabled={pages.page === 1} onClick={pages.previous}>
        Previous page
      </Button>
      <Button
        size="compact"
        disabled={nextCursor === null}
        onClick={() => (nextCursor === null ? undefined : pages.next(nextCursor))}
      >
        Following page
      </Button>
      <span role="status" className="text-muted">
        Page {pages.page}
      </span>
    </nav>
  );
}
