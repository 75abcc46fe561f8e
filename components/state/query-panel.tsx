'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorCard } from '@/components/ui/error-card';
import { Panel, type PanelProps } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { readProblem } from '@/lib/client/problem';

export interface QueryPanelProps<T> extends Omit<PanelProps, 'children' | 'busy'> {
  query: UseQueryResult<T, Error>;
  /** The height of the content, so that nothing jumps when it arrives. */
  skeleton?: string;
  children: (data: T) => ReactNode;
}

/** A panel over one query: a placeholder of the final size, the content, or what failed with a retry. Old data stays. */
export function QueryPanel<T>({ query, skeleton = 'h-32', children, ...panel }: QueryPanelProps<T>) {
  return (
    <Panel {...panel} busy={query.isPending}>
      <QueryContent query={query} skeleton={skeleton}>
        {children}
      </QueryContent>
    </Panel>
  );
}

/** The same without a panel around it. */
export function QueryContent<T>({
  query,
  skeleton = 'h-32',
  children,
}: Pick<QueryPanelProps<T>, 'query' | 'skeleton' | 'children'>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError ? (
          <p role="status" className="mb-2 text-warn">
            Could not refresh. These are the last figures we have.
          </p>
        ) : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) {
    return (
      <ErrorCard title="This could not be read" onRetry={() => void query.refetch()}>
        {readProblem(query.error).detail}
      </ErrorCard>
    );
  }
  return <Skeleton className={skeleton} />;
}
