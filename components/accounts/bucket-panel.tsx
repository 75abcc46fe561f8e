'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { Meter, sumKnown } from '@/components/ui/meter';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account } from '@/lib/contracts/accounts';

const KINDS = [
  { budget: 'message.day', label: 'Messages' },
  { budget: 'profile_view.day', label: 'Profile views' },
  { budget: 'comment.day', label: 'Comments' },
  { budget: 'reaction.day', label: 'Reactions' },
];

/** The shared bucket: messages, views, comments and reactions draw on one count a day (limits.md §1). */
export function BucketPanel({ account }: { account: Account }) {
  const usage = useQuery(api.accounts.usage.queryOptions({ input: { id: account.id }, refetchInterval: useLiveMs() }));
  return (
    <QueryPanel
      query={usage}
      title="Shared bucket"
      skeleton="h-40"
      summary="Messages, profile views, comments and reactions share one limit a day."
    >
      {(data) => {
        const figure = (budget: string) => data.budgets.find((one) => one.budget === budget && one.window === 'day');
        const whole = figure('engagement.day');
        return (
          <div className="grid gap-3 sm:grid-cols-2">
            <Meter
              className="sm:col-span-2"
              label="All together"
              used={sumKnown(whole?.sent, whole?.unknown)}
              reserved={whole?.reserved ?? null}
              max={whole?.cap ?? null}
            />
            {KINDS.map(({ budget, label }) => {
              const one = figure(budget);
              return (
                <Meter
                  key={budget}
                  label={label}
                  used={sumKnown(one?.sent, one?.unknown)}
                  reserved={one?.reserved ?? null}
                  max={one?.effective ?? null}
                />
              );
            })}
          </div>
        );
      }}
    </QueryPanel>
  );
}
