'use client';

import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { CapSplit } from '@/components/caps/cap-split';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Campaign, CampaignCaps } from '@/lib/contracts/campaigns';
import { type CampaignCapInput, effectiveCampaignCaps, zoneOf } from '@/lib/domain/limits/campaign-caps';
import { CAP_KINDS } from '@/lib/domain/limits/constants';
import { senderTerms } from './sender-terms';

/** How many sends of each kind a day and account; red is allowed, but only knowingly (ux.md §3). */
export function CapsPart({ campaign }: { campaign: Campaign }) {
  const caps = useQuery(api.campaigns.getCaps.queryOptions({ input: { id: campaign.id } }));
  return (
    <QueryContent query={caps} skeleton="h-96">
      {(data) => <Editor campaign={campaign} caps={data} />}
    </QueryContent>
  );
}

function Editor({ campaign, caps }: { campaign: Campaign; caps: CampaignCaps }) {
  const queries = useQueryClient();
  const senders = useSenders(campaign);
  const { dailyLimit, invite, message, inmail } = caps;
  const [values, setValues] = useState<CampaignCapInput>({ dailyLimit, invite, message, inmail });
  const [accepted, setAccepted] = useState(caps.acknowledgedAt !== null);
  const effective = effectiveCampaignCaps(values);
  const red = CAP_KINDS.filter((kind) => zoneOf(kind, effective[kind]) === 'red');
  const refresh = () => queries.invalidateQueries({ queryKey: api.campaigns.key() });
  const save = useMutation(
    api.campaigns.putCaps.mutationOptions({
      onSuccess: () => {
        toast('Caps saved.');
        return refresh();
      },
    }),
  );
  const smooth = useMutation(api.campaigns.patch.mutationOptions({ onSuccess: refresh }));
  return (
    <Panel
      title="Caps"
      summary="How many sends a day this campaign may use, for each account. The account’s own limits always win."
    >
      <CapSplit
        values={values}
        onChange={setValues}
        senders={senders}
        smooth={campaign.smoothWeek}
        onSmoothChange={(smoothWeek) => smooth.mutate({ id: campaign.id, smoothWeek })}
      />
      <div className="mt-4 grid gap-3">
        {red.length === 0 ? null : (
          <Checkbox
            checked={accepted}
            onChange={(event) => setAccepted(event.target.checked)}
            label="I have read the risk and want these values."
          />
        )}
        {save.error === null ? null : <ProblemNote error={save.error} />}
        <div>
          <Button
            variant="primary"
            disabled={save.isPending}
            onClick={() =>
              save.mutate({ id: campaign.id, ...values, ...(red.length > 0 ? { acknowledgedRisk: accepted } : {}) })
            }
          >
            Save caps
          </Button>
        </div>
      </div>
    </Panel>
  );
}

/** The limits of every sender today; an account that cannot be read makes the effective caps unknown, not larger. */
function useSenders(campaign: Campaign) {
  const refetchInterval = useLiveMs();
  const accounts = useQuery(api.accounts.list.queryOptions({ input: {} }));
  const mine = (accounts.data?.items ?? []).filter((account) => campaign.senderIds.includes(account.id));
  const usages = useQueries({
    queries: mine.map((account) => api.accounts.usage.queryOptions({ input: { id: account.id }, refetchInterval })),
  });
  return mine.map((account, index) => senderTerms(account, usages[index]?.data?.budgets ?? []));
}
