'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '@/lib/client/api';
import { limitFor } from '@/lib/domain/limits/catalogue';
import type { Limits } from '@/lib/domain/limits/limit-policy';

/** The limits as the workspace has set them; the published ones until they have been read. */
export function useLimits(): Limits {
  const items = useQuery(api.limits.list.queryOptions({ staleTime: 60_000 })).data?.items;
  return useMemo(
    () => (budget, tier) => {
      const caps = items?.find((limit) => limit.counted && limit.key === budget)?.caps?.[tier];
      return caps === undefined ? limitFor(budget, tier) : { default: caps.cap, hard: caps.hardCap };
    },
    [items],
  );
}
