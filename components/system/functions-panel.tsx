import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { EngineFunction } from '@/lib/contracts/system';
import { functionWords, isIdleHandler, lagWords, triggerWords } from './engine-words';

/** The functions that the engine knows: what starts each, its runs now, and how far it is behind. */
export function FunctionsPanel({ functions }: { functions: EngineFunction[] }) {
  return (
    <Panel title="Functions" summary="Handlers of failures are shown while they have something to do.">
      <Table
        caption="Functions of the engine"
        captionHidden
        columns={COLUMNS}
        rows={functions.filter((one) => !isIdleHandler(one))}
        rowKey={(one) => one.id}
        empty="The engine has not read our functions yet."
      />
    </Panel>
  );
}

const COLUMNS: Column<EngineFunction>[] = [
  { key: 'name', header: 'Function', rowHeader: true, cell: (one) => functionWords(one.id) },
  {
    key: 'trigger',
    header: 'Starts',
    cell: (one) => (
      <>
        {one.triggers.map(triggerWords).join(', ')}
        {one.nextAt === null ? null : (
          <span className="block text-muted">
            next <Time value={one.nextAt} />
          </span>
        )}
      </>
    ),
  },
  {
    key: 'running',
    header: 'Running',
    numeric: true,
    cell: (one) => (
      <>
        {one.running}
        {one.parked === 0 ? null : <span className="block text-muted">{one.parked} wait for a place</span>}
      </>
    ),
  },
  { key: 'sleeping', header: 'Sleeping', numeric: true, cell: (one) => one.sleeping },
  { key: 'failed', header: 'Failed in 24 h', numeric: true, cell: (one) => one.failed },
  { key: 'lag', header: 'Behind', numeric: true, cell: (one) => lagWords(one.lagS) },
];
