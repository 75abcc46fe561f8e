'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { readProblem } from './problem';

const LIVE_MS = 15_000;
const DEMO_MS = 3_000;
const LiveInterval = createContext(LIVE_MS);

/** Holds the query cache of the signed-in pages; `fast` for a scaled clock, on which an app hour passes in a minute. */
export function QueryProvider({ fast, children }: { fast: boolean; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 1_000,
            // A refusal will not change by asking again at once; an unreachable server may.
            retry: (count, error) => count < 2 && readProblem(error).code === 'unavailable',
          },
        },
      }),
  );
  return (
    <LiveInterval value={fast ? DEMO_MS : LIVE_MS}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </LiveInterval>
  );
}

/** How often live figures are read again while the page is visible, in ms. */
export function useLiveMs(): number {
  return useContext(LiveInterval);
}
