'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account, UsageFigure } from '@/lib/contracts/accounts';
import { budgetWords, windowWords } from '@/lib/domain/limits/budget-words';
import { effectiveCap } from '@/lib/domain/limits/effective-cap';
import { LedgerDialog } from './ledger-dialog';

/** Budgets that a person watches; the rest is one press away. */
const MAIN = new Set([
  'invite.day',
  'message.day',
  'inmail.day',
  'engagement.day',
  'profile_view.day',
  'invite.week',
  'inmail_credit.month',
]);

/** Every budget as the ledger's rows count it; a number opens its rows (design.md P6). */
export function BudgetsPanel({ account }: { account: Account }) {
  const usage = useQuery(api.accounts.usage.queryOptions({ input: { id: account.id }, refetchInterval: useLiveMs() }));
  const [shown, setShown] = useState<UsageFigure | null>(null);
  const columns = columnsOf(account, setShown);
  const main = (figure: UsageFigure) => MAIN.has(figure.budget) && figure.window !== '24h' && figure.window !== '30d';
  const key = (figure: UsageFigure) => `${figure.budget} ${figure.window}`;
  return (
    <QueryPanel
      query={usage}
      title="Budgets"
      skeleton="h-72"
      summary="Sent, reserved and left are counted from the send ledger."
    >
      {(data) => (
        <>
          <Table
            caption="Budgets of today"
            captionHidden
            columns={columns}
            rows={data.budgets.filter(main)}
            rowKey={key}
            empty="The budgets are written when the account’s first day opens."
          />
          <Disclosure summary={`Show all budgets (${data.budgets.length})`} className="mt-2">
            <Table
              caption="All budgets"
              captionHidden
              columns={columns}
              rows={data.budgets.filter((figure) => !main(figure))}
              rowKey={key}
            />
          </Disclosure>
          {shown === null ? null : (
            <LedgerDialog account={account} figure={shown} asOf={data.asOf} onClose={() => setShown(null)} />
          )}
        </>
      )}
    </QueryPanel>
  );
}

function columnsOf(account: Account, show: (figure: UsageFigure) => void): Column<UsageFigure>[] {
  return [
    {
      key: 'budget',
      header: 'Budget',
      rowHeader: true,
      cell: (figure) => (
        <>
          {budgetWords(figure.budget)} <span className="text-muted">{windowWords(figure.window)}</span>
        </>
      ),
    },
    {
      key: 'sent',
      header: 'Sent',
      numeric: true,
      cell: (figure) =>
        figure.sent === null ? (
          known(null)
        ) : (
          <Button
            size="compact"
            variant="quiet"
            className="-mx-3 -my-2"
            data-testid={`budget-sent-${figure.budget}-${figure.window}`}
            aria-label={`${figure.sent} sent: show the rows of ${budgetWords(figure.budget)} ${windowWords(figure.window)}`}
            onClick={() => show(figure)}
          >
            {figure.sent}
          </Button>
        ),
    },
    { key: 'reserved', header: 'Reserved', numeric: true, cell: (figure) => known(figure.reserved) },
    { key: 'unknown', header: 'Unknown', numeric: true, cell: (figure) => known(figure.unknown) },
    { key: 'left', header: 'Left', numeric: true, cell: (figure) => known(leftOf(figure)) },
    { key: 'cap', header: 'Cap', numeric: true, cell: (figure) => known(figure.cap) },
    {
      key: 'effective',
      header: 'Effective',
      cell: (figure) =>
        figure.bindingBudget === null || figure.bindingBudget === figure.budget ? (
          known(figure.effective)
        ) : (
          <>
            {known(figure.effective)} <span className="text-muted">by {budgetWords(figure.bindingBudget)}</span>
          </>
        ),
    },
    {
      key: 'resets',
      header: 'Frees up',
      cell: (figure) =>
        figure.used === null ? (
          known(null)
        ) : figure.resetsAt === null ? (
          <span className="text-muted">nothing used</span>
        ) : (
          <Time value={figure.resetsAt} timeZone={account.timeZone ?? undefined} />
        ),
    },
  ];
}

/** What may still be sent today: never more than the limit that binds leaves. */
function leftOf({ budget, cap, effective, used }: UsageFigure): number | null {
  if (used === null) return null;
  const term = { code: budget, label: budget, used };
  return effectiveCap([
    { ...term, cap },
    { ...term, cap: effective },
  ]).left;
}

/** A figure that is not known is never shown as 0. */
function known(value: number | null) {
  if (value !== null) return value;
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">not known</span>
    </>
  );
}
