'use client';

import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { EnginePanel } from './engine-panel';
import { FailuresPanel } from './failures-panel';
import { FunctionsPanel } from './functions-panel';
import { RunsPanel } from './runs-panel';
import { SilentEngine } from './silent-engine';

/** The window into the engine: what runs, sleeps and failed, and how far it is behind; or where the engine shows that itself. */
export function SystemView() {
  const may = useMay('system.manage');
  return (
    <>
      <PageHeader
        title="System"
        lead="The engine that runs the durable functions: what it does, and what it waits for."
      />
      {may ? <Engine /> : <p>This page is for admins and owners.</p>}
    </>
  );
}

function Engine() {
  const read = useQuery(api.system.read.queryOptions({ refetchInterval: useLiveMs() }));
  return (
    <QueryContent query={read} skeleton="h-96">
      {(engine) => {
        if (engine.kind === 'silent') return <SilentEngine onRetry={() => void read.refetch()} />;
        if (engine.kind === 'dashboard') return <Dashboard url={engine.url} />;
        return (
          <div className="grid gap-4">
            <EnginePanel figures={engine} />
            <FailuresPanel />
            <RunsPanel functionIds={engine.functions.map((one) => one.id)} />
            <FunctionsPanel functions={engine.functions} />
          </div>
        );
      }}
    </QueryContent>
  );
}

function Dashboard({ url }: { url: string }) {
  return (
    <Panel
      title="Inngest"
      summary="An Inngest server runs the functions of this installation. It shows its functions, runs and failures itself, and cancels and retries them there."
    >
      <Button asChild variant="primary">
        <a href={url} target="_blank" rel="noreferrer">
          Open its dashboard
          <span className="sr-only"> in a new tab</span>
        </a>
      </Button>
      <p className="mt-2 text-muted wrap-anywhere">{url}, as this server reaches it.</p>
    </Panel>
  );
}
