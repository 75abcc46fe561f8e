import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';

/** Working a forecast out takes the server a second: a look at another page and back does not ask for it again. */
const STALE_MS = 30_000;

/** The forecast of a campaign; every change of the campaign makes it out of date. */
export function useForecast(campaignId: string) {
  return useQuery({ ...api.campaigns.forecast.queryOptions({ input: { id: campaignId } }), staleTime: STALE_MS });
}
