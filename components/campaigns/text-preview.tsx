'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';

const FRESH_MS = 60_000;
const PAUSE_MS = 400;

/** A text as people of the campaign would read it, one after the other; variables without a value are named. */
export function TextPreview({ campaignId, text }: { campaignId: string; text: string }) {
  const [index, setIndex] = useState(0);
  const people = useQuery(
    api.campaigns.people.queryOptions({ input: { id: campaignId, limit: 20 }, staleTime: FRESH_MS }),
  );
  const items = people.data?.items ?? [];
  const person = items[index];
  const settled = useSettled(text);
  const preview = useQuery(
    api.campaigns.preview.queryOptions({
      input: { id: campaignId, text: settled, ...(person === undefined ? {} : { prospectId: person.prospectId }) },
      enabled: person !== undefined,
      placeholderData: keepPreviousData,
      staleTime: FRESH_MS,
    }),
  );
  if (people.data !== undefined && items.length === 0)
    return <p className="text-muted">Add people to see the text as they would.</p>;
  const missing = preview.data?.missing ?? [];
  return (
    <figure className="rounded-control border bg-subtle p-3">
      <figcaption className="flex flex-wrap items-center gap-2 text-muted">
        <span className="min-w-0 wrap-anywhere">Preview for {person?.name ?? 'a person'}</span>
        <span className="ml-auto flex gap-1">
          <Button size="compact" disabled={index === 0} onClick={() => setIndex(index - 1)}>
            Previous person
          </Button>
          <Button size="compact" disabled={index >= items.length - 1} onClick={() => setIndex(index + 1)}>
            Following person
          </Button>
        </span>
      </figcaption>
      <p className="mt-2 min-h-6 whitespace-pre-wrap wrap-anywhere">{preview.data?.text ?? ''}</p>
      {preview.isError ? <p className="mt-1 text-warn">The preview could not be read. The text is not lost.</p> : null}
      {missing.length > 0 ? (
        <p className="mt-1 text-warn">
          No value for {missing.join(', ')}: this person would be left out, not written to with a blank. Give a
          fallback, such as {`{{${missing[0]}|…}}`}.
        </p>
      ) : null}
    </figure>
  );
}

/** The text once nobody has typed for a moment, so that a preview is not asked for at every key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
