'use client';

import { useQuery } from '@tanstack/react-query';
import { ScheduleEditor } from '@/components/accounts/schedule-editor';
import { QueryContent } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';

/** When the senders send: each in its own zone and hours, which belong to the account and hold for all its campaigns. */
export function SchedulePart({ campaign }: { campaign: Campaign }) {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: {} }));
  return (
    <QueryContent query={accounts} skeleton="h-96">
      {(page) => {
        const senders = page.items.filter((account) => campaign.senderIds.includes(account.id));
        if (senders.length === 0) return <Panel title="Schedule">This campaign has no sender yet.</Panel>;
        return senders.map((account) => (
          <section key={account.id} aria-label={account.name} className="grid gap-2">
            <h2 className="text-panel font-semibold">{account.name}</h2>
            <ScheduleEditor account={account} />
          </section>
        ));
      }}
    </QueryContent>
  );
}
