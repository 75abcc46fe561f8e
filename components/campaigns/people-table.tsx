'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/components/layout/person-context';
import { QueryPanel } from '@/components/state/query-panel';
import { FilterSelect } from '@/components/ui/filter-select';
import { Pager, usePages } from '@/components/ui/pager';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { CampaignPerson } from '@/lib/contracts/campaigns';
import { ENROLMENT_STATES, type EnrolmentState, PERSON_PAUSED } from '@/lib/domain/campaigns/constants';
import { actionWords } from '@/lib/domain/limits/budget-words';
import { PausePerson } from './pause-person';
import { ENROLMENT_REASONS, reasonWords, stateWords, takesPart } from './person-words';
import { useSenderNames } from './sender-names';
import { useStepNames } from './step-names';

/** The people of a campaign with where each stands, why, and what comes next; a page at a time. */
export function PeopleTable({ campaignId }: { campaignId: string }) {
  const [state, setState] = useState<EnrolmentState | undefined>(undefined);
  const [reason, setReason] = useState<string | undefined>(undefined);
  const pages = usePages();
  const columns = useColumns(campaignId);
  const people = useQuery(
    api.campaigns.people.queryOptions({
      input: { id: campaignId, limit: 25, state, reason, cursor: pages.cursor },
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
        <>
          <FilterSelect
            label="State"
            values={ENROLMENT_STATES}
            words={stateWords}
            value={state}
            onChange={(value) => {
              setState(value);
              pages.first();
            }}
          />
          <FilterSelect
            label="Reason"
            values={ENROLMENT_REASONS}
            words={reasonWords}
            value={reason}
            onChange={(value) => {
              setReason(value);
              pages.first();
            }}
          />
        </>
      }
    >
      {(page) => (
        <>
          <Table
            caption="People"
            captionHidden
            columns={columns}
            rows={page.items}
            rowKey={(person) => person.id}
            empty={
              state === undefined && reason === undefined
                ? 'Nobody is in this campaign yet.'
                : 'Nobody matches this state and reason.'
            }
          />
          <Pager pages={pages} nextCursor={page.nextCursor} name="people" />
        </>
      )}
    </QueryPanel>
  );
}

function useColumns(campaignId: string): Column<CampaignPerson>[] {
  const senderName = useSenderNames();
  const stepName = useStepNames(campaignId);
  const mayPause = useMay('prospects.write');
  return [
    { key: 'name', header: 'Name', rowHeader: true, cell: (person) => <Name person={person} /> },
    {
      key: 'state',
      header: 'State',
      cell: (person) => (
        <>
          {stateWords(person.state)}
          {person.reason === null || (person.reason === PERSON_PAUSED && person.pausedAt !== null) ? null : (
            <span className="block text-muted">{reasonWords(person.reason)}</span>
          )}
          <PausedNote person={person} />
        </>
      ),
    },
    { key: 'step', header: 'Step', cell: (person) => stepName(person.stepId) ?? <span className="text-muted">–</span> },
    { key: 'next', header: 'Next', cell: (person) => <NextStep person={person} /> },
    { key: 'account', header: 'Account', cell: (person) => senderName(person.accountId) },
    { key: 'priority', header: 'Priority', cell: (person) => person.priority },
    ...(mayPause ? [PAUSE] : []),
  ];
}

const PAUSE: Column<CampaignPerson> = {
  key: 'pause',
  header: 'Pause',
  cell: (person) =>
    person.pausedAt !== null || takesPart(person.state) ? (
      <PausePerson person={person} />
    ) : (
      <span className="text-muted">–</span>
    ),
};

/** Who paused the person, since when and why, whatever the enrolment itself waits for. */
function PausedNote({ person }: { person: CampaignPerson }) {
  if (person.pausedAt === null) return null;
  return (
    <span className="block text-paused">
      Paused{person.pausedBy === null ? '' : ` by ${person.pausedBy}`} since <Time value={person.pausedAt} />
      {person.pauseReason === null ? null : `: “${person.pauseReason}”`}
    </span>
  );
}

function Name({ person }: { person: CampaignPerson }) {
  return (
    <>
      {person.name ?? person.prospectId}
      {person.company === null ? null : <span className="block font-normal text-muted">{person.company}</span>}
    </>
  );
}

function NextStep({ person }: { person: CampaignPerson }) {
  if (person.action !== null) {
    return (
      <>
        {actionWords(person.action)}
        {person.dueAt === null ? null : (
          <span className="block text-muted">
            due <Time value={person.dueAt} />
          </span>
        )}
      </>
    );
  }
  if (person.wakeAt !== null) {
    return (
      <>
        looked at again <Time value={person.wakeAt} />
      </>
    );
  }
  return <span className="text-muted">{person.state === 'parked' ? 'until you act' : '–'}</span>;
}
