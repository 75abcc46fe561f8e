'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';

/** A text as people of the campaign would read it, one after the other; variables without a value are named. */
export function TextPreview({ campaignId, text }: { campaignId: string; text: string }) {
  const [index, setIndex] = useState(0);
  const people = useQuery(api.campaigns.people.queryOptions({ input: { id: campaignId, limit: 20 } }));
  const items = people.data?.items ?? [];
  const person = items[index];
  const settled = useDeferredValue(text);
  const preview = useQuery(
    api.campaigns.preview.queryOptions({
      input: { id: campaignId, text: settled, ...(person === undefined ? {} : { prospectId: person.prospectId }) },
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  );
  if (people.data !== undefined && items.length === 0)
    return <p className="text-muted">Add people to see the text as they would.</p>;
  return (
    <figure className="rounded-control border bg-subtle p-3">
      <figcaption className="flex flex-wrap items-center gap-2 text-muted">
        Preview for {person?.name ?? 'a person'}
        <span className="ml-auto flex gap-1">
          <Button size="compact" disabled={index === 0} onClick={() => setIndex(index - 1)}>
            Previous person
          </Button>
          <Button size="compact" disabled={index >= items.length - 1} onClick={() => setIndex(index + 1)}>
            Next person
          </Button>
        </span>
      </figcaption>
      <p className="mt-2 min-h-6 whitespace-pre-wrap wrap-anywhere">{preview.data?.text ?? ''}</p>
      {preview.data !== undefined && preview.data.missing.length > 0 ? (
        <p className="mt-1 text-warn">
          No value for {preview.data.missing.join(', ')}: this person would be skipped. Give a fallback, such as{' '}
          {`{{${preview.data.missing[0]}|…}}`}.
        </p>
      ) : null}
    </figure>
  );
}
