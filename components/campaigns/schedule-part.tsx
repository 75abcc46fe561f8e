'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { ScheduleEditor } from '@/components/accounts/schedule-editor';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { SenderPicker } from './sender-picker';

/** Which accounts send and when: each in its own zone and hours, which hold for all campaigns of the account. */
export function SchedulePart({ campaign }: { campaign: Campaign }) {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  return (
    <>
      <Senders campaign={campaign} />
      <QueryContent query={accounts} skeleton="h-96">
        {(page) =>
          page.items
            .filter((account) => campaign.senderIds.includes(account.id))
            .map((account) => (
              <section key={account.id} aria-label={account.name} className="grid min-w-0 gap-2">
                <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <h2 className="text-panel font-semibold">{account.name}</h2>
                  <Link href={`/accounts/${account.id}`} className="underline decoration-control">
                    Open the account of {account.name}
                  </Link>
                </div>
                <ScheduleEditor account={account} />
              </section>
            ))
        }
      </QueryContent>
    </>
  );
}

function Senders({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const patch = useMutation(
    api.campaigns.patch.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.campaigns.key() }),
    }),
  );
  // While the server works, the boxes show what was asked for; an error puts back what holds.
  const chosen = patch.isPending ? (patch.variables.senderIds ?? campaign.senderIds) : campaign.senderIds;
  return (
    <Panel title="Senders" summary="The accounts that send. People are spread evenly over them.">
      <SenderPicker chosen={chosen} onChange={(senderIds) => patch.mutate({ id: campaign.id, senderIds })} />
      {patch.error === null ? null : <ProblemNote error={patch.error} />}
      {campaign.senderIds.length === 0 ? <p className="text-muted">Choose at least one account.</p> : null}
    </Panel>
  );
}
