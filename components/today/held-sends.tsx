'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRef } from 'react';
import { useStepNames } from '@/components/campaigns/step-names';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Pager, usePages } from '@/components/ui/pager';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { HeldSend } from '@/lib/contracts/sends';
import { DecideHeld } from './decide-held';
import { answerWords, heldTitle, lookWords } from './held-words';

/** The sends whose outcome a person must decide, each with what is known of it; a page at a time. */
export function HeldSends() {
  const pages = usePages();
  const region = useRef<HTMLDivElement>(null);
  const mayDecide = useMay('accounts.manage_own');
  const held = useQuery(
    api.sends.held.queryOptions({
      input: { limit: 10, cursor: pages.cursor },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    // The focus comes here when the buttons of a decided send are gone.
    <div ref={region} tabIndex={-1} className="min-w-0 lg:col-span-2">
      <Panel
        title="Sends to decide"
        summary="Nobody could find out whether these reached LinkedIn. They count as sent and are never sent again; look in LinkedIn and decide."
        busy={held.isPending}
      >
        <QueryContent query={held} skeleton="h-12">
          {(page) =>
            page.items.length === 0 ? (
              <p className="text-muted">None. Every outcome is known.</p>
            ) : (
              <>
                <ul className="grid gap-3">
                  {page.items.map((send) => (
                    <li key={send.id} className="rounded-panel border bg-bg p-3">
                      <Held send={send} />
                      {mayDecide ? <DecideHeld send={send} onDecided={() => region.current?.focus()} /> : null}
                    </li>
                  ))}
                </ul>
                <Pager pages={pages} nextCursor={page.nextCursor} name="sends to decide" />
              </>
            )
          }
        </QueryContent>
      </Panel>
    </div>
  );
}

function Held({ send }: { send: HeldSend }) {
  const { answer, looked, words, subject } = send;
  return (
    <>
      <h3 className="font-medium">
        {heldTitle(send)}
        {send.company === null ? null : <span className="font-normal text-muted">, {send.company}</span>}
      </h3>
      <p className="text-muted">
        From {send.accountName}
        {send.campaignId === null ? null : (
          <>
            , in{' '}
            <Link href={`/campaigns/${send.campaignId}`} className="underline decoration-control">
              {send.campaignName ?? send.campaignId}
            </Link>
            <StepName campaignId={send.campaignId} stepId={send.step?.id ?? null} />
          </>
        )}
      </p>
      <dl className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_1fr]">
        <Fact name="Call began">{send.dispatchedAt === null ? 'not known' : <Time value={send.dispatchedAt} />}</Fact>
        <Fact name="Answer">{answerWords(answer)}</Fact>
        <Fact name="Looked for">
          {looked === null || looked.lists.length === 0 ? (
            'LinkedIn has no list that would show it.'
          ) : (
            <>
              {looked.lists.map((look) => (
                <span key={look.list} className="block">
                  {lookWords(look)}
                </span>
              ))}
              <span className="block text-muted">
                Last looked <Time value={looked.at} />
              </span>
            </>
          )}
        </Fact>
        {words === null ? null : (
          <Fact name="Its words">
            <span className="block max-w-[72ch] whitespace-pre-line">
              {subject === null ? '' : `${subject}\n`}
              {words}
            </span>
          </Fact>
        )}
      </dl>
    </>
  );
}

function StepName({ campaignId, stepId }: { campaignId: string; stepId: string | null }) {
  const name = useStepNames(campaignId)(stepId);
  return name === null ? null : <>, step {name}</>;
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
