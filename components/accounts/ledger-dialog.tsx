'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryContent } from '@/components/state/query-panel';
import { Dialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import type { Account, UsageFigure } from '@/lib/contracts/accounts';
import { actionWords, budgetWords, windowWords } from '@/lib/domain/limits/budget-words';
import { windowFrom } from './window-from';

/** The rows of the ledger that a budget's figure counts. */
export function LedgerDialog({
  account,
  figure,
  asOf,
  onClose,
}: {
  account: Account;
  figure: UsageFigure;
  asOf: string;
  onClose: () => void;
}) {
  const from = windowFrom(figure.window, asOf, account.timeZone ?? 'UTC');
  const sends = useQuery(
    api.sends.list.queryOptions({ input: { accountId: account.id, budget: figure.budget, from, limit: 200 } }),
  );
  const name = `${budgetWords(figure.budget)} ${windowWords(figure.window)}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={name}
      description={`The sends that this budget counts, newest first. Account: ${account.name}.`}
    >
      <QueryContent query={sends} skeleton="h-40">
        {(page) =>
          page.items.length === 0 ? (
            <p className="text-muted">Nothing was sent in this window.</p>
          ) : (
            <ol className="max-h-96 space-y-1 overflow-y-auto">
              {page.items.map((send) => (
                <li
                  key={send.id}
                  data-testid="ledger-row"
                  className="flex flex-wrap justify-between gap-x-3 border-b py-1"
                >
                  <span>
                    {actionWords(send.action)} <span className="text-muted">{send.state}</span>
                  </span>
                  <Time value={send.reservedAt} timeZone={account.timeZone ?? undefined} />
                </li>
              ))}
            </ol>
          )
        }
      </QueryContent>
    </Dialog>
  );
}
