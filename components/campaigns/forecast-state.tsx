'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryContent } from '@/components/state/query-panel';
import type { CampaignForecast } from '@/lib/contracts/forecast';

/** The forecast, or what is seen while it is worked out: for the first time, or again while the last one still stands. */
export function ForecastState({
  query,
  children,
}: {
  query: UseQueryResult<CampaignForecast, Error>;
  children: (forecast: CampaignForecast) => ReactNode;
}) {
  return (
    <>
      <div role="status">
        {query.isPending ? (
          <div className="grid gap-2">
            <p className="text-muted">The weeks to come are being played. This takes a few seconds.</p>
            <progress aria-label="The forecast is being worked out" className="h-2 w-full accent-accent" />
          </div>
        ) : query.isFetching ? (
          <p className="mb-2 text-meta text-muted">The forecast is being worked out again.</p>
        ) : null}
      </div>
      {query.isPending ? null : <QueryContent query={query}>{children}</QueryContent>}
    </>
  );
}
