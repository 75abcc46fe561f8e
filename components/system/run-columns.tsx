import Link from 'next/link';
import type { Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { EngineRun } from '@/lib/contracts/system';
import { functionWords } from './engine-words';
import { RunActions } from './run-actions';
import { RunStateBadge } from './run-state';
import { RunSubject } from './run-subject';

const FUNCTION: Column<EngineRun> = {
  key: 'function',
  header: 'Function',
  rowHeader: true,
  cell: (run) => (
    <Link href={runPath(run.id)} className="font-medium underline decoration-control">
      {functionWords(run.functionId)}
      <span className="sr-only">, run {run.id}</span>
    </Link>
  ),
};
const ABOUT: Column<EngineRun> = { key: 'about', header: 'About', cell: (run) => <RunSubject id={run.subjectId} /> };
const ACT: Column<EngineRun> = { key: 'act', header: 'Do', cell: (run) => <RunActions run={run} inRow /> };

/** The columns of the failures: why is the first thing to know. */
export const FAILURE_COLUMNS: Column<EngineRun>[] = [
  FUNCTION,
  { key: 'why', header: 'Why', cell: (run) => <Why run={run} /> },
  ABOUT,
  { key: 'ended', header: 'Failed', cell: (run) => <Moment at={run.endedAt} /> },
  {
    key: 'act',
    header: 'Do',
    cell: (run) => (run.retriedAs === null ? <RunActions run={run} inRow /> : <Retried as={run.retriedAs} />),
  },
];

/** The columns of all runs. */
export const RUN_COLUMNS: Column<EngineRun>[] = [
  FUNCTION,
  {
    key: 'state',
    header: 'State',
    cell: (run) => (
      <>
        <RunStateBadge state={run.state} />
        {run.wakesAt === null ? null : (
          <span className="block text-muted">
            until <Time value={run.wakesAt} />
          </span>
        )}
      </>
    ),
  },
  ABOUT,
  { key: 'started', header: 'Started', cell: (run) => <Time value={run.startedAt} /> },
  { key: 'ended', header: 'Ended', cell: (run) => <Moment at={run.endedAt} /> },
  ACT,
];

/** The page of a run. */
export function runPath(id: string): string {
  return `/admin/system/runs/${encodeURIComponent(id)}`;
}

function Why({ run }: { run: EngineRun }) {
  if (run.error === null) return <span className="text-muted">not known</span>;
  return (
    <span className="line-clamp-3 max-w-[48ch]">
      {run.error.message === '' ? run.error.name : `${run.error.name}: ${run.error.message}`}
    </span>
  );
}

function Retried({ as }: { as: string }) {
  return (
    <Link href={runPath(as)} className="underline decoration-control">
      retried<span className="sr-only"> as run {as}</span>
    </Link>
  );
}

function Moment({ at }: { at: string | null }) {
  return at === null ? <span className="text-muted">–</span> : <Time value={at} />;
}
