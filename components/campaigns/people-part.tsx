'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { FormEvent } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { PRIORITIES, type Priority } from '@/lib/domain/campaigns/constants';
import { PeopleTable } from './people-table';

const LEFT_OUT: Record<string, string> = {
  unknown: 'not found',
  suppressed: 'suppressed',
  opted_out: 'asked not to be contacted',
  replied: 'have replied before',
  already_enrolled: 'are in this campaign already',
  in_another_campaign: 'take part in another campaign',
};

/** Who is written to: a list with a priority, and what became of each of its people. */
export function PeoplePart({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const lists = useQuery(api.lists.list.queryOptions({ input: { limit: 100 } }));
  const add = useMutation(
    api.campaigns.addPeople.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.campaigns.key() }),
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const listId = String(data.get('list') ?? '');
    if (listId === '') return;
    add.mutate({ id: campaign.id, listId, priority: String(data.get('priority')) as Priority });
  };
  return (
    <>
      <Panel
        title="People"
        summary={`${campaign.people} ${campaign.people === 1 ? 'person is' : 'people are'} in this campaign. Nobody takes part in two campaigns at a time.`}
      >
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <QueryContent query={lists} skeleton="h-16 w-64">
            {(page) => (
              <Field label="Add a list" className="w-64 max-w-full">
                {(control) => (
                  <Select {...control} name="list" defaultValue="">
                    <option value="">Choose…</option>
                    {page.items.map((list) => (
                      <option key={list.id} value={list.id}>
                        {list.name} ({list.people})
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
          </QueryContent>
          <Field label="Priority">
            {(control) => (
              <Select {...control} name="priority" defaultValue="normal">
                {PRIORITIES.map((priority) => (
                  <option key={priority} value={priority}>
                    {priority}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" disabled={add.isPending}>
            Add people
          </Button>
          <Button asChild variant="quiet">
            <Link href="/import">Import a file</Link>
          </Button>
        </form>
        {add.error === null ? null : <ProblemNote error={add.error} />}
        <div role="status" className="mt-2">
          {add.data === undefined ? null : (
            <>
              <p>
                {add.data.enrolled} of {add.data.requested} added.
              </p>
              <ul className="ml-4 list-disc">
                {Object.entries(add.data.leftOut)
                  .filter(([, count]) => count > 0)
                  .map(([reason, count]) => (
                    <li key={reason}>
                      {count} {LEFT_OUT[reason] ?? reason}
                    </li>
                  ))}
              </ul>
            </>
          )}
        </div>
      </Panel>
      <PeopleTable campaignId={campaign.id} />
    </>
  );
}
