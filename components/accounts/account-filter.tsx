'use client';

import { useQuery } from '@tanstack/react-query';
import { FilterSelect } from '@/components/ui/filter-select';
import { api } from '@/lib/client/api';

/** Narrows a list to one of the accounts that the reader may see; nothing while there is only one. */
export function AccountFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (accountId: string | undefined) => void;
}) {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  const items = accounts.data?.items ?? [];
  if (items.length < 2) return null;
  const name = (id: string) => items.find((account) => account.id === id)?.name ?? id;
  return (
    <FilterSelect
      label="Account"
      values={items.map((account) => account.id)}
      words={name}
      value={value}
      onChange={onChange}
    />
  );
}
