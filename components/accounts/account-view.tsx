'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { ExplanationPanel } from '@/components/state/explanation-panel';
import { QueryContent } from '@/components/state/query-panel';
import { sendingStateOf } from '@/components/state/sending-state';
import { StatePill } from '@/components/state/state-pill';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account } from '@/lib/contracts/accounts';
import { planWords } from './account-words';
import { BucketPanel } from './bucket-panel';
import { BudgetsPanel } from './budgets-panel';
import { HealthPanel } from './health-panel';
import { PauseButton } from './pause-button';
import { RampPanel } from './ramp-panel';
import { ScheduleEditor } from './schedule-editor';
import { TargetsEditor } from './targets-editor';

/** One account: why it sends or waits, its ramp, its budgets with the rows behind every number, its schedule. */
export function AccountView({ id }: { id: string }) {
  const refetchInterval = useLiveMs();
  const account = useQuery(api.accounts.get.queryOptions({ input: { id }, refetchInterval }));
  return (
    <QueryContent query={account} skeleton="h-96">
      {(data) => <Loaded account={data} />}
    </QueryContent>
  );
}

function Loaded({ account }: { account: Account }) {
  const mayManage = useMay('accounts.manage_own');
  const refetchInterval = useLiveMs();
  const input = { id: account.id };
  const explanation = useQuery(api.accounts.explanation.queryOptions({ input, refetchInterval }));
  const timeZone = account.timeZone ?? undefined;
  const state = explanation.data === undefined ? null : sendingStateOf(explanation.data);
  return (
    <>
      <PageHeader
        title={account.name}
        crumbs={[{ href: '/accounts', label: 'Accounts' }]}
        lead={`${planWords(account)}${timeZone === undefined ? '' : `, ${timeZone}`}`}
        aside={state === null ? null : <StatePill state={state} />}
        actions={
          mayManage ? (
            <>
              {account.state === 'running' || account.state === 'connecting' ? null : (
                <Button asChild variant="primary">
                  <Link href={`/accounts/connect?reconnect=${account.id}`}>Reconnect</Link>
                </Button>
              )}
              <PauseButton account={account} />
            </>
          ) : null
        }
      />
      <div className="grid gap-4">
        <ExplanationPanel
          title="Why, and what next"
          explanation={explanation.data ?? null}
          timeZone={timeZone}
          onCheckAgain={() => void explanation.refetch()}
        />
        <RampPanel account={account} />
        <BudgetsPanel account={account} />
        <BucketPanel account={account} />
        <HealthPanel account={account} />
        <ScheduleEditor
          key={JSON.stringify([account.timeZone, account.workingHours, account.daysOff])}
          account={account}
          readOnly={!mayManage}
        />
        <TargetsEditor key={JSON.stringify(account.targets)} account={account} readOnly={!mayManage} />
      </div>
    </>
  );
}
