'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { Meter } from '@/components/ui/meter';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';

const STAGES = [
  { key: 'enrolled', label: 'Enrolled' },
  { key: 'invited', label: 'Invited' },
  { key: 'accepted', label: 'Accepted' },
  { key: 'messaged', label: 'Messaged' },
  { key: 'replied', label: 'Replied' },
] as const;

/** How far the people came: each stage as a count and as a share of everyone enrolled. */
export function FunnelPanel({ campaignId }: { campaignId: string }) {
  const funnel = useQuery(
    api.campaigns.funnel.queryOptions({ input: { id: campaignId }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel query={funnel} title="Funnel" skeleton="h-56">
      {(data) => (
        <table className="w-full text-table">
          <caption className="sr-only">People by stage</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">People</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {STAGES.map(({ key, label }) => (
              <tr key={key}>
                <th scope="row" className="py-1 pr-3 text-left font-medium">
                  {label}
                </th>
                <td className="pr-3 text-right">{data[key]}</td>
                <td className="w-3/5">
                  <Meter label={label} hideLabel used={data[key]} max={data.enrolled} usedWord="people" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </QueryPanel>
  );
}
