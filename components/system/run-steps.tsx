'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { EngineRunDetail } from '@/lib/contracts/system';
import { stepKindWords } from './engine-words';

const SHOWN = 20;
type Step = EngineRunDetail['steps'][number];

/** The steps of a run, what has not ended first and then the latest; of many only those, all when asked. */
export function RunSteps({ steps }: { steps: Step[] }) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, steps.length - SHOWN);
  return (
    <Panel title="Steps" summary="The latest first. A step that has ended is not run again.">
      <Table
        caption="Steps of the run"
        captionHidden
        columns={COLUMNS}
        rows={steps.slice(hidden).reverse()}
        rowKey={(step) => step.id}
        empty="It has no step yet."
      />
      {hidden === 0 ? null : (
        <Button size="compact" className="mt-2" onClick={() => setAll(true)}>
          Show the {hidden} before
        </Button>
      )}
    </Panel>
  );
}

const COLUMNS: Column<Step>[] = [
  { key: 'name', header: 'Step', rowHeader: true, cell: (step) => step.name ?? step.id },
  { key: 'kind', header: 'Kind', cell: stepKindWords },
  { key: 'state', header: 'State', cell: (step) => <StepState step={step} /> },
];

function StepState({ step }: { step: Step }) {
  if (step.state === 'failed')
    return (
      <span className="text-risk">
        failed{step.error === null ? '' : `: ${step.error.message === '' ? step.error.name : step.error.message}`}
      </span>
    );
  if (step.state === 'planned') return <>to be run</>;
  if (step.state === 'done') return <>done</>;
  return step.wakesAt === null ? (
    <>waits</>
  ) : (
    <>
      until <Time value={step.wakesAt} />
    </>
  );
}
