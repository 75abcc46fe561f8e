'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { planWords } from '@/components/accounts/account-words';
import { useMay } from '@/components/layout/person-context';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import type { Account } from '@/lib/contracts/accounts';
import { ListNameField } from './list-name-field';
import { SearchesPanel } from './searches-panel';

/** A search for people: which account makes it, for whom, how many and into which list; below, the searches so far. */
export function SearchImport() {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  return (
    <div className="grid gap-4">
      <QueryPanel
        title="Search"
        summary="The account reads the search a page at a time, inside its hours and under its limits. You can leave this page."
        query={accounts}
        skeleton="h-56"
      >
        {({ items }) => <SearchForm accounts={items.filter(({ provider }) => provider === 'linkedin')} />}
      </QueryPanel>
      <SearchesPanel />
    </div>
  );
}

const MOST_AT_FIRST = 100;

function SearchForm({ accounts }: { accounts: Account[] }) {
  const mayImport = useMay('prospects.write');
  const queries = useQueryClient();
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [search, setSearch] = useState('');
  const [listName, setListName] = useState('');
  const [most, setMost] = useState(String(MOST_AT_FIRST));
  const request = useMutation(
    api.imports.audience.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.imports.list.key() }),
    }),
  );
  if (accounts.length === 0)
    return (
      <p>
        Searches are made by a LinkedIn account, and none is connected yet.{' '}
        <Link href="/accounts/connect" className="underline">
          Connect an account
        </Link>
      </p>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ accountId, search, listName, most: Number(most) });
  };
  return (
    <form onSubmit={submit} className="grid max-w-3xl gap-4 sm:grid-cols-2">
      <Field label="Account" error={fieldError(request.error, 'accountId')}>
        {(control) => (
          <Select {...control} value={accountId} onChange={(event) => setAccountId(event.target.value)}>
            {accounts.map((account) => (
              <option key={account.id} value={account.id}>
                {account.name} ({planWords(account)})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="People at most" error={fieldError(request.error, 'most')}>
        {(control) => (
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            min={1}
            max={2_500}
            required
            value={most}
            onChange={(event) => setMost(event.target.value)}
          />
        )}
      </Field>
      <Field
        className="sm:col-span-2"
        label="Search address or keywords"
        help="Search for people on LinkedIn or Sales Navigator and copy the address of the page, or write keywords."
        error={fieldError(request.error, 'search')}
      >
        {(control) => (
          <Input
            {...control}
            value={search}
            required
            maxLength={4_000}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      <ListNameField value={listName} onChange={setListName} error={request.error} />
      <div className="sm:col-span-2">
        {request.error === null ? null : <ProblemNote error={request.error} />}
        <p role="status" className="sr-only">
          {request.data === undefined ? '' : 'The search has been taken on. It stands below.'}
        </p>
        <Button type="submit" variant="primary" disabled={!mayImport || request.isPending}>
          {request.isPending ? 'Starting…' : 'Start the search'}
        </Button>
      </div>
    </form>
  );
}
