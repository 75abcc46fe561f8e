'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { planWords } from '@/components/accounts/account-words';
import { QueryContent } from '@/components/state/query-panel';
import { Checkbox } from '@/components/ui/checkbox';
import { api } from '@/lib/client/api';
import type { Account } from '@/lib/contracts/accounts';

/** The accounts of the workspace to choose senders from, each with its plan and what keeps it from sending. */
export function SenderPicker({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (senderIds: string[]) => void;
}) {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 200 } }));
  return (
    <QueryContent query={accounts} skeleton="h-24">
      {(page) =>
        page.items.length === 0 ? (
          <p>
            No account is connected yet.{' '}
            <Link href="/accounts/connect" className="underline">
              Connect an account
            </Link>
          </p>
        ) : (
          <fieldset>
            <legend className="sr-only">Sending accounts</legend>
            {page.items.map((account) => (
              <Checkbox
                key={account.id}
                label={account.name}
                help={standing(account)}
                checked={chosen.includes(account.id)}
                onChange={(event) =>
                  onChange(
                    event.target.checked ? [...chosen, account.id] : chosen.filter((other) => other !== account.id),
                  )
                }
              />
            ))}
          </fieldset>
        )
      }
    </QueryContent>
  );
}

function standing(account: Account): string {
  const parts = [planWords(account)];
  if (account.state !== 'running') parts.push(`${account.state}: sends nothing until it is back`);
  if (account.pausedAt !== null) parts.push('paused');
  if (account.timeZone === null) parts.push('no time zone yet');
  return parts.join(', ');
}
