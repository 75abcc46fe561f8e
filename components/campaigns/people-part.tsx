'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { PRIORITIES, type Priority } from '@/lib/domain/campaigns/constants';
import { ListOptions } from './list-options';
import { PeoplePicker } from './people-picker';
import { PeopleTable } from './people-table';

/** Who is written to: a list or single people with a priority, and what became of each of them. */
export function PeoplePart({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const [listId, setListId] = useState('');
  const [priority, setPriority] = useState<Priority>('normal');
  const add = useMutation(
    api.campaigns.addPeople.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.campaigns.key() }),
    }),
  );
  return (
    <>
      <Panel
        title="People"
        summary={`${campaign.people} ${campaign.people === 1 ? 'person is' : 'people are'} in this campaign. Nobody takes part in two campaigns at a time.`}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (listId !== '') add.mutate({ id: campaign.id, listId, priority });
          }}
          className="flex flex-wrap items-end gap-3"
        >
          <ListField value={listId} onChange={setListId} />
          <Field label="Priority">
            {(control) => (
              <Select
                {...control}
                value={priority}
                onChange={(event) => setPriority(PRIORITIES.find((one) => one === event.target.value) ?? 'normal')}
              >
                {PRIORITIES.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" disabled={add.isPending || listId === ''}>
            Add people
          </Button>
          <Button asChild variant="quiet">
            <Link href="/import">Import a file</Link>
          </Button>
        </form>
        <PeoplePicker
          busy={add.isPending}
          onAdd={(prospectIds) => add.mutate({ id: campaign.id, prospectIds, priority })}
        />
        {add.error === null ? null : <ProblemNote error={add.error} />}
        <div role="status" className="mt-2">
          {add.data === undefined ? null : <Added {...add.data} />}
        </div>
      </Panel>
      <PeopleTable campaignId={campaign.id} />
    </>
  );
}

function ListField({ value, onChange }: { value: string; onChange: (listId: string) => void }) {
  const lists = useQuery(api.lists.list.queryOptions({ input: { limit: 200 } }));
  return (
    <QueryContent query={lists} skeleton="h-16 w-64">
      {(page) => (
        <Field label="Add a list" className="w-64 max-w-full">
          {(control) => (
            <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
              <option value="">{page.items.length === 0 ? 'No list yet' : 'Choose…'}</option>
              <ListOptions lists={page.items} />
            </Select>
          )}
        </Field>
      )}
    </QueryContent>
  );
}

/** What became of the people asked for: those who are in, and the others by reason; the figures add up. */
function Added({
  requested,
  enrolled,
  leftOut,
}: {
  requested: number;
  enrolled: number;
  leftOut: Partial<Record<string, number>>;
}) {
  return (
    <>
      <p>
        {enrolled} of {requested} added.
      </p>
      <ul className="ml-4 list-disc">
        {Object.entries(leftOut).map(([reason, count]) =>
          count === undefined || count === 0 ? null : (
            <li key={reason}>
              {count} left out: {LEFT_OUT[reason] ?? reason.replaceAll('_', ' ')}
            </li>
          ),
        )}
      </ul>
    </>
  );
}

const LEFT_OUT: Record<string, string> = {
  unknown: 'not found in this workspace',
  suppressed: 'on the suppression list',
  opted_out: 'asked not to be contacted',
  replied: 'have replied before',
  paused: 'paused by hand',
  already_enrolled: 'in this campaign already',
  in_another_campaign: 'taking part in another campaign',
};
