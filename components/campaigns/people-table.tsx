'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { actionWords } from '@/components/state/budget-words';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { CampaignPerson } from '@/lib/contracts/campaigns';
import { ENROLMENT_STATES, type EnrolmentState } from '@/lib/domain/campaigns/constants';
import { reasonWords, stateWords } from './person-words';

/** The people of a campaign with where each stands, why, and what comes next; a page at a time. */
export function PeopleTable({ campaignId }: { campaignId: string }) {
  const [state, setState] = useState<EnrolmentState | ''>('');
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const people = useQuery(
    api.campaigns.people.queryOptions({
      input: {
        id: campaignId,
        limit: 25,
        ...(state === '' ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <QueryPanel
      query={people}
      title="People and their state"
      skeleton="h-64"
      actions={
        <Field label="State" className="flex items-center gap-2">
          {(control) => (
            <Select
              {...control}
              value={state}
              onChange={(event) => {
                setState(event.target.value as EnrolmentState | '');
                setCursors([]);
              }}
            >
              <option value="">All</option>
              {ENROLMENT_STATES.map((name) => (
                <option key={name} value={name}>
                  {stateWords(name)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      }
    >
      {(page) => (
        <>
          <Table
            caption="People"
            captionHidden
            columns={COLUMNS}
            rows={page.items}
            rowKey={(person) => person.id}
            empty="Nobody is here."
          />
          <div className="mt-2 flex gap-2">
            {cursors.length > 0 ? (
              <Button size="compact" onClick={() => setCursors(cursors.slice(0, -1))}>
                Previous page
              </Button>
            ) : null}
            {page.nextCursor === null ? null : (
              <Button size="compact" onClick={() => setCursors([...cursors, page.nextCursor ?? ''])}>
                Next page
              </Button>
            )}
          </div>
        </>
      )}
    </QueryPanel>
  );
}

const COLUMNS = [
  { key: 'name', header: 'Name', rowHeader: true, cell: (person: CampaignPerson) => person.name ?? person.prospectId },
  {
    key: 'state',
    header: 'State',
    cell: (person: CampaignPerson) => (
      <>
        {stateWords(person.state)}
        {person.reason === null ? null : <span className="block text-muted">{reasonWords(person.reason)}</span>}
      </>
    ),
  },
  { key: 'next', header: 'Next', cell: (person: CampaignPerson) => <NextStep person={person} /> },
  { key: 'priority', header: 'Priority', cell: (person: CampaignPerson) => person.priority },
];

function NextStep({ person }: { person: CampaignPerson }) {
  if (person.action !== null) return <>{actionWords(person.action)}</>;
  if (person.wakeAt !== null) {
    return (
      <>
        looked at again <Time value={person.wakeAt} />
      </>
    );
  }
  return <span className="text-muted">–</span>;
}
