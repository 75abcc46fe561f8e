'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Pager, usePages } from '@/components/ui/pager';
import { api } from '@/lib/client/api';
import type { Prospect } from '@/lib/contracts/people';

/** Single people of the workspace to add, found by a search; what is ticked stays ticked over pages and searches. */
export function PeoplePicker({ busy, onAdd }: { busy: boolean; onAdd: (prospectIds: string[]) => void }) {
  return (
    <Disclosure summary="Pick single people" className="mt-3">
      <Picker busy={busy} onAdd={onAdd} />
    </Disclosure>
  );
}

function Picker({ busy, onAdd }: { busy: boolean; onAdd: (prospectIds: string[]) => void }) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages();
  const people = useQuery(
    api.prospects.list.queryOptions({
      input: { limit: 20, query: query === '' ? undefined : query, cursor: pages.cursor },
      placeholderData: keepPreviousData,
    }),
  );
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setQuery(String(new FormData(event.currentTarget).get('query') ?? '').trim());
    pages.first();
  };
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <div className="grid gap-3">
      <form onSubmit={search} className="flex flex-wrap items-end gap-2">
        <Field label="Search people" className="w-64 max-w-full">
          {(control) => <Input {...control} name="query" type="search" maxLength={200} />}
        </Field>
        <Button type="submit">Search</Button>
      </form>
      <QueryContent query={people} skeleton="h-48">
        {(page) => (
          <>
            <fieldset>
              <legend className="sr-only">People found</legend>
              {page.items.length === 0 ? <p className="text-muted">Nobody was found.</p> : null}
              {page.items.map((person) => (
                <Checkbox
                  key={person.id}
                  label={labelOf(person)}
                  disabled={person.suppressed}
                  checked={chosen.has(person.id)}
                  onChange={(event) => toggle(person.id, event.target.checked)}
                />
              ))}
            </fieldset>
            <Pager pages={pages} nextCursor={page.nextCursor} name="people found" />
          </>
        )}
      </QueryContent>
      <div>
        <Button
          disabled={busy || chosen.size === 0}
          onClick={() => {
            onAdd([...chosen]);
            setChosen(new Set());
          }}
        >
          Add {chosen.size} picked
        </Button>
      </div>
    </div>
  );
}

function labelOf(person: Prospect): string {
  const name = person.fullName ?? [person.firstName, person.lastName].filter((part) => part !== null).join(' ');
  const parts = [name === '' ? person.id : name, person.company, person.suppressed ? 'suppressed' : null];
  return parts.filter((part) => part !== null).join(', ');
}
