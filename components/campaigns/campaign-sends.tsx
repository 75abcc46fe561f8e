'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/state/query-panel';
import { Field } from '@/components/ui/field';
import { Pager, usePages } from '@/components/ui/pager';
import { Select } from '@/components/ui/select';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Send } from '@/lib/contracts/sends';
import { actionWords } from '@/lib/domain/limits/budget-words';
import { SEND_STATES, type SendState } from '@/lib/domain/sends/constants';
import { sendStateWords } from './person-words';
import { useSenderNames } from './sender-names';
import { useStepNames } from './step-names';

/** The rows of the send ledger of a campaign, newest first: what the figures above are counted from. */
export function CampaignSends({ campaignId }: { campaignId: string }) {
  const [state, setState] = useState<SendState | undefined>(undefined);
  const pages = usePages();
  const sends = useQuery(
    api.sends.list.queryOptions({
      input: { campaignId, limit: 20, state, cursor: pages.cursor },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <QueryPanel
      query={sends}
      title="Sends"
      summary="Every send of this campaign, newest first, as the ledger holds it."
      skeleton="h-40"
      actions={
        <Field label="Send state" className="flex items-center gap-2">
          {(control) => (
            <Select
              {...control}
              value={state ?? ''}
              onChange={(event) => {
                setState(SEND_STATES.find((one) => one === event.target.value));
                pages.first();
              }}
            >
              <option value="">All</option>
              {SEND_STATES.map((one) => (
                <option key={one} value={one}>
                  {sendStateWords(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      }
    >
      {(page) => (
        <>
          {page.items.length === 0 ? (
            <p className="text-muted">{state === undefined ? 'Nothing was sent yet.' : 'No send is in this state.'}</p>
          ) : (
            <ol className="space-y-1">
              {page.items.map((send) => (
                <Row key={send.id} send={send} campaignId={campaignId} />
              ))}
            </ol>
          )}
          <Pager pages={pages} nextCursor={page.nextCursor} name="sends" />
        </>
      )}
    </QueryPanel>
  );
}

function Row({ send, campaignId }: { send: Send; campaignId: string }) {
  const senderName = useSenderNames();
  const stepName = useStepNames(campaignId);
  return (
    <li data-testid="ledger-row" className="flex flex-wrap items-baseline justify-between gap-x-3 border-b py-1">
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{actionWords(send.action)}</span> {sendStateWords(send.state)}{' '}
        <span className="text-muted">
          {[senderName(send.accountId), stepName(send.stepId), send.origin === 'engine' ? null : 'by hand']
            .filter((part) => part !== null)
            .join(', ')}
        </span>
        {send.answer === null || send.state === 'sent' ? null : (
          <span className="block text-muted">{send.answer.detail}</span>
        )}
      </span>
      <Time value={send.settledAt ?? send.reservedAt} />
    </li>
  );
}
