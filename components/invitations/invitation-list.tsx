'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { QueryContent } from '@/components/state/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Pager, type Pages } from '@/components/ui/pager';
import { type Column, Table } from '@/components/ui/table';
import type { Invitation } from '@/lib/contracts/sends';

export interface InvitationPage {
  items: Invitation[];
  nextOffset: number | null;
}

/** A page of invitations as a table, or why there is none. */
export function InvitationList({
  query,
  columns,
  pages,
  caption,
  empty,
}: {
  query: UseQueryResult<InvitationPage, Error>;
  columns: Column<Invitation>[];
  pages: Pages;
  caption: string;
  empty: { title: string; text: string };
}) {
  return (
    <QueryContent query={query} skeleton="h-64">
      {(page) =>
        page.items.length === 0 && pages.page === 1 ? (
          <EmptyState icon={UserPlus} title={empty.title}>
            {empty.text}
          </EmptyState>
        ) : (
          <>
            <Table
              caption={caption}
              captionHidden
              columns={columns}
              rows={page.items}
              rowKey={(invitation) => invitation.id}
              empty="Nothing on this page any more."
            />
            <Pager
              pages={pages}
              nextCursor={page.nextOffset === null ? null : String(page.nextOffset)}
              name="invitations"
            />
          </>
        )
      }
    </QueryContent>
  );
}
