'use client';

import { useQuery } from '@tanstack/react-query';
import { actionWords } from '@/components/state/budget-words';
import { QueryPanel } from '@/components/state/query-panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';

/** The latest rows of the send ledger of a campaign. */
export function CampaignSends({ campaignId }: { campaignId: string }) {
  const sends = useQuery(
    api.sends.list.queryOptions({ input: { campaignId, limit: 20 }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel query={sends} title="Latest sends" skeleton="h-40">
      {(page) =>
        page.items.length === 0 ? (
          <p className="text-muted">Nothing was sent yet.</p>
        ) : (
          <ol className="space-y-1">
            {page.items.map((send) => (
              <li
                key={send.id}
                data-testid="ledger-row"
                className="flex flex-wrap justify-between gap-x-3 border-b py-1"
              >
                <span>
                  {actionWords(send.action)} <span className="text-muted">{send.state}</span>
                </span>
                <Time value={send.reservedAt} />
              </li>
            ))}
          </ol>
        )
      }
    </QueryPanel>
  );
}
