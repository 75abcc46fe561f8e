'use client';

import { useQuery } from '@tanstack/react-query';
import { RampChart } from '@/components/charts/ramp-chart';
import { useLimits } from '@/components/help/use-limits';
import { QueryPanel } from '@/components/state/query-panel';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account, AccountRamp } from '@/lib/contracts/accounts';
import { accountCap } from '@/lib/domain/limits/account-cap';
import { riskLineFor } from '@/lib/domain/limits/catalogue';
import { RampDecision } from './ramp-decision';
import { networkKeyWords } from './ramp-words';

/** The ramp of invites: ceiling, plan and what was sent, with the lines it stays under (ux.md §4.1). */
export function RampPanel({ account }: { account: Account }) {
  const ramp = useQuery(api.accounts.ramp.queryOptions({ input: { id: account.id }, refetchInterval: useLiveMs() }));
  const limits = useLimits();
  const target = accountCap('invite.day', account, limits);
  const days = new Set(account.workingHours.map((span) => span.day)).size;
  const weekly = limits('invite.week', account.tier).default;
  const weeklyShare = days === 0 ? null : Math.floor(weekly / days);
  const risk = riskLineFor('invite.day', account.tier)?.value ?? 90;
  return (
    <QueryPanel query={ramp} title="Ramp" skeleton="h-72">
      {(data) => (
        <>
          {data.today.network === null ? (
            <RampChart
              title="Ramp of invites"
              noun="invites"
              days={data.days}
              today={todayOf(data.days, account.timeZone)}
              week={data.week}
              weeks={data.weeks}
              target={target}
              weeklyShare={weeklyShare}
              lines={[
                { value: target, label: `${target} target`, tone: 'plain' },
                { value: risk, label: `${risk} risk line`, tone: 'risk' },
                ...(weeklyShare === null || weeklyShare >= target
                  ? []
                  : [{ value: weeklyShare, label: `${weeklyShare} weekly share`, tone: 'plain' as const }]),
              ]}
              max={100}
            />
          ) : (
            <NetworkRamp network={data.today.network} week={data.week} weeks={data.weeks} />
          )}
          <RampDecision today={data.today} days={data.days} />
        </>
      )}
    </QueryPanel>
  );
}

/** An account of another network has one ramp, that of the budget which its network watches most (limits.md §3). */
function NetworkRamp({
  network,
  week,
  weeks,
}: {
  network: NonNullable<AccountRamp['today']['network']>;
  week: number;
  weeks: number;
}) {
  return (
    <>
      <p>
        Week {week} of {weeks}. {network.cap} {networkKeyWords(network.key)} a day.
      </p>
      <p className="mt-1 wrap-anywhere">
        <span className="font-medium">Cap:</span> {network.formula}
      </p>
    </>
  );
}

/** The local day: the last one that is no plan, so that it follows the app's clock and not the browser's. */
function todayOf(days: { date: string; decision: string }[], timeZone: string | null): string {
  const past = days.filter((day) => day.decision !== 'planned').at(-1);
  return past?.date ?? new Date().toLocaleDateString('sv-SE', { timeZone: timeZone ?? 'UTC' });
}
