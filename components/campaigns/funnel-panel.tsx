'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { ENROLMENT_STATES } from '@/lib/domain/campaigns/constants';
import { stateWords } from './person-words';

const STAGES = [
  { key: 'enrolled', label: 'Enrolled', of: null },
  { key: 'invited', label: 'Invited', of: 'enrolled' },
  { key: 'accepted', label: 'Accepted', of: 'invited' },
  { key: 'messaged', label: 'Messaged', of: 'enrolled' },
  { key: 'replied', label: 'Replied', of: 'messaged' },
] as const;

/** How far the people came: each stage as a count, a bar of everyone enrolled, and its share of the stage it comes from. */
export function FunnelPanel({ campaignId }: { campaignId: string }) {
  const funnel = useQuery(
    api.campaigns.funnel.queryOptions({ input: { id: campaignId }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel query={funnel} title="Funnel" skeleton="h-72">
      {(data) => (
        <>
          <table className="w-full text-table">
            <caption className="sr-only">People by stage</caption>
            <thead className="sr-only">
              <tr>
                <th scope="col">Stage</th>
                <th scope="col">People</th>
                <th scope="col">Share</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {STAGES.map(({ key, label, of }) => (
                <tr key={key}>
                  <th scope="row" className="py-1 pr-3 text-left font-medium">
                    {label}
                  </th>
                  <td className="pr-3 text-right">{data[key]}</td>
                  <td className="pr-3 text-muted">{of === null ? '' : share(data[key], data[of], of)}</td>
                  <td className="w-2/5">
                    <Bar part={data[key]} whole={data.enrolled} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Standing states={data.states} />
        </>
      )}
    </QueryPanel>
  );
}

/** The same figure to look at; the cells beside it say it in words. */
function Bar({ part, whole }: { part: number; whole: number }) {
  return (
    <div aria-hidden className="forced-edge h-3 overflow-hidden rounded-full bg-sunken ring-1 ring-control ring-inset">
      <div
        className="forced-fill h-full bg-accent"
        style={{ width: `${whole === 0 ? 0 : Math.min(100, (part / whole) * 100)}%` }}
      />
    </div>
  );
}

/** A share of nothing is none, not 0 %. */
function share(part: number, whole: number, of: string): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} % of ${of}`;
}

/** Where everyone stands now; the figures add up to the people enrolled. */
function Standing({ states }: { states: Record<string, number> }) {
  const present = ENROLMENT_STATES.filter((state) => (states[state] ?? 0) > 0);
  return (
    <div className="mt-3 min-h-10">
      {present.length === 0 ? null : (
        <>
          <p className="text-muted">Where they stand now</p>
          <ul className="flex flex-wrap gap-x-4">
            {present.map((state) => (
              <li key={state}>
                {stateWords(state)} <span className="font-medium">{states[state]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
