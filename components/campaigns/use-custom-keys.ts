import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';

/** How many people are looked at; columns of a file are the same for all its people. */
const LOOKED_AT = 3;
const FRESH_MS = 60_000;

/** Variables of the campaign's own people besides the built-in ones; null while they are not known. */
export function useCustomKeys(campaignId: string): ReadonlySet<string> | null {
  const people = useQuery(
    api.campaigns.people.queryOptions({ input: { id: campaignId, limit: 20 }, staleTime: FRESH_MS }),
  );
  const some = (people.data?.items ?? []).slice(0, LOOKED_AT);
  const prospects = useQueries({
    queries: some.map((person) =>
      api.prospects.get.queryOptions({ input: { id: person.prospectId }, staleTime: FRESH_MS }),
    ),
  });
  if (some.length === 0 || prospects.some((one) => one.data === undefined)) return null;
  return new Set(prospects.flatMap((one) => Object.keys(one.data?.custom ?? {})));
}
