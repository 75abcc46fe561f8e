import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';

/** The names of the workspace's accounts by id; an account that is not known yet shows its id. */
export function useSenderNames(): (accountId: string) => string {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  const names = new Map((accounts.data?.items ?? []).map((account) => [account.id, account.name]));
  return (accountId) => names.get(accountId) ?? accountId;
}
