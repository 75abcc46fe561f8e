'use client';

import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { SenderTerms } from '@/components/caps/cap-effect';
import { CapSplit } from '@/components/caps/cap-split';
import { useLimits } from '@/components/help/use-limits';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account } from '@/lib/contracts/accounts';
import type { Campaign, CampaignCaps } from '@/lib/contracts/campaigns';
import type { CampaignCapInput } from '@/lib/domain/limits/campaign-caps';
import type { Limits } from '@/lib/domain/limits/limit-policy';
import { redKinds } from '@/lib/domain/limits/red-kinds';
import { useDraft } from './builder-draft';
import { senderTerms } from './sender-terms';

/** How many sends of each kind a day and account; red is allowed, but only knowingly (ux.md §3). */
export function CapsPart({ campaign }: { campaign: Campaign }) {
  const caps = useQuery(api.campaigns.getCaps.queryOptions({ input: { id: campaign.id } }));
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  const mine = (accounts.data?.items ?? []).filter((account) => campaign.senderIds.includes(account.id));
  const limits = useLimits();
  const senders = useSenders(mine, limits);
  return (
    <QueryContent query={accounts} skeleton="h-96">
      {() => (
        <QueryContent query={caps} skeleton="h-96">
          {(data) =>
            senders === null ? (
              <Skeleton className="h-96" />
            ) : (
              <Editor campaign={campaign} caps={data} accounts={mine} senders={senders} limits={limits} />
            )
          }
        </QueryContent>
      )}
    </QueryContent>
  );
}

interface EditorProps {
  campaign: Campaign;
  caps: CampaignCaps;
  accounts: Account[];
  senders: SenderTerms[];
  limits: Limits;
}

function Editor({ campaign, caps, accounts, senders, limits }: EditorProps) {
  const queries = useQueryClient();
  const draft = useCapsDraft({ campaign, caps, accounts, limits });
  const smooth = useMutation(
    api.campaigns.patch.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.campaigns.key() }),
    }),
  );
  return (
    <Panel
      title="Caps"
      summary="How many sends a day this campaign may use, for each account. The account’s own limits always win, so they need not be divided between campaigns."
    >
      <CapSplit
        values={draft.values}
        onChange={draft.change}
        senders={senders}
        limits={limits}
        splitOpen
        smooth={campaign.smoothWeek}
        onSmoothChange={(smoothWeek) => smooth.mutate({ id: campaign.id, smoothWeek })}
      />
      <div className="mt-4 grid gap-3">
        {draft.risky ? (
          <Checkbox
            checked={draft.accepted}
            onChange={(event) => draft.setAccepted(event.target.checked)}
            label="I have read the risk and want these values."
            help="LinkedIn may restrict an account that sends this much. The acknowledgement is kept in the audit log."
          />
        ) : null}
        <p role="alert" className="text-risk empty:hidden">
          {draft.missed ? 'Tick the box to keep these values, or bring them under the risk line.' : null}
        </p>
        {draft.error === null ? null : <ProblemNote error={draft.error} />}
        {smooth.error === null ? null : <ProblemNote error={smooth.error} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="primary" disabled={draft.isPending} onClick={() => void draft.save()}>
            Save caps
          </Button>
          <span className="text-muted">{draft.dirty ? 'Not saved yet. Next saves too.' : 'Saved.'}</span>
        </div>
      </div>
    </Panel>
  );
}

/** The fields as they are being changed, what of them is red, and the way to store them. */
function useCapsDraft({ campaign, caps, accounts, limits }: Omit<EditorProps, 'senders'>) {
  const queries = useQueryClient();
  const { dailyLimit, invite, message, inmail } = caps;
  const stored = useMemo(() => ({ dailyLimit, invite, message, inmail }), [dailyLimit, invite, message, inmail]);
  const [values, setValues] = useState<CampaignCapInput>(stored);
  const [accepted, setAccepted] = useState(caps.acknowledgedAt !== null);
  const red = redKinds(values, accounts, limits);
  const dirty =
    JSON.stringify(values) !== JSON.stringify(stored) ||
    (red.length > 0 && accepted !== (caps.acknowledgedAt !== null));
  const { mutateAsync, isPending, error } = useMutation(
    api.campaigns.putCaps.mutationOptions({
      onSuccess: () => {
        toast('Caps saved.');
        return queries.invalidateQueries({ queryKey: api.campaigns.key() });
      },
    }),
  );
  const risky = red.length > 0;
  const [missed, setMissed] = useState(false);
  const change = (next: CampaignCapInput) => {
    // What was accepted for one kind says nothing about another that turns red now.
    if (redKinds(next, accounts, limits).some((kind) => !red.includes(kind))) setAccepted(false);
    setValues(next);
  };
  const save = useCallback(async () => {
    setMissed(risky && !accepted);
    if (risky && !accepted) return false;
    return await mutateAsync({ id: campaign.id, ...values, ...(risky ? { acknowledgedRisk: accepted } : {}) }).then(
      () => true,
      () => false,
    );
  }, [mutateAsync, campaign.id, values, risky, accepted]);
  useDraft(dirty, save);
  return {
    values,
    change,
    risky,
    accepted,
    setAccepted,
    missed: missed && risky && !accepted,
    dirty,
    save,
    isPending,
    error,
  };
}

/**
 * The limits of every sender today, null until all have been read once. An account that cannot be read makes the effective
 * caps unknown, not larger.
 */
function useSenders(accounts: Account[], limits: Limits): SenderTerms[] | null {
  const refetchInterval = useLiveMs();
  const usages = useQueries({
    queries: accounts.map((account) => api.accounts.usage.queryOptions({ input: { id: account.id }, refetchInterval })),
  });
  if (usages.some((usage) => usage.isPending)) return null;
  return accounts.map((account, index) => senderTerms(account, usages[index]?.data?.budgets ?? [], limits));
}
