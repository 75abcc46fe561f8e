'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Fact } from '@/components/ui/fact';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { EngineRunDetail } from '@/lib/contracts/system';
import { hasEnded } from '@/lib/domain/engine/constants';
import { functionWords } from './engine-words';
import { RunActions } from './run-actions';
import { runPath } from './run-columns';
import { RunStateBadge } from './run-state';
import { RunSteps } from './run-steps';
import { RunSubject } from './run-subject';

const CRUMBS = [{ href: '/admin/system', label: 'System' }];

/** One run of the engine: what it is about, its steps, why it failed, and what it waits for. */
export function RunView({ id }: { id: string }) {
  const may = useMay('system.manage');
  const liveMs = useLiveMs();
  const read = useQuery(
    api.system.run.queryOptions({
      input: { id },
      enabled: may,
      refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data.state) ? false : liveMs),
    }),
  );
  const run = read.data;
  return (
    <>
      <PageHeader
        title={run === undefined ? 'Run' : functionWords(run.functionId)}
        lead={`Run ${id}`}
        crumbs={CRUMBS}
        aside={run === undefined ? undefined : <RunStateBadge state={run.state} />}
        actions={run === undefined ? undefined : <RunActions run={run} />}
      />
      {may ? (
        <QueryContent query={read} skeleton="h-96">
          {(data) => <Detail run={data} />}
        </QueryContent>
      ) : (
        <p>This page is for admins and owners.</p>
      )}
    </>
  );
}

function Detail({ run }: { run: EngineRunDetail }) {
  return (
    <div className="grid gap-4">
      <Panel title="What it is">
        <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Fact name="About" value={<RunSubject id={run.subjectId} />} />
          <Fact name="Started by" value={run.eventName ?? 'not known'} />
          <Fact name="Started" value={<Time value={run.startedAt} />} />
          <Fact name={run.endedAt === null ? 'Next' : 'Ended'} value={<NextOrEnd run={run} />} />
          {run.retryOf === null ? null : <Fact name="Retry of" value={<RunLink id={run.retryOf} />} />}
          {run.retriedAs === null ? null : <Fact name="Retried as" value={<RunLink id={run.retriedAs} />} />}
        </dl>
      </Panel>
      {run.error === null ? null : (
        <Panel title="Why it failed">
          <p className="max-w-[72ch] whitespace-pre-wrap wrap-anywhere">
            <span className="font-medium">{run.error.name}</span>
            {run.error.message === '' ? null : `: ${run.error.message}`}
          </p>
        </Panel>
      )}
      <RunSteps steps={run.steps} />
    </div>
  );
}

/** What comes next: a call that is made now, later or when a place is free; else the end of its sleep. */
function NextOrEnd({ run }: { run: EngineRunDetail }) {
  if (run.endedAt !== null) return <Time value={run.endedAt} />;
  if (run.calls.some((call) => call.state === 'under_way')) return <>a call is under way</>;
  const queued = run.calls.find((call) => call.state === 'queued')?.dueAt ?? null;
  if (queued !== null)
    return (
      <>
        a call at <Time value={queued} />
      </>
    );
  if (run.calls.some((call) => call.state === 'parked')) return <>a call when a place is free</>;
  if (run.wakesAt === null) return <>not known</>;
  return (
    <>
      sleeps until <Time value={run.wakesAt} />
    </>
  );
}

function RunLink({ id }: { id: string }) {
  return (
    <Link href={runPath(id)} className="underline decoration-control wrap-anywhere">
      {id}
    </Link>
  );
}
