import { Panel } from '@/components/ui/panel';
import { Stat } from '@/components/ui/stat';
import type { EngineFigures } from '@/lib/contracts/system';
import { isIdleHandler, lagWords } from './engine-words';

/** The engine in five figures, and what keeps it from knowing our functions, if anything does. */
export function EnginePanel({ figures }: { figures: EngineFigures }) {
  const { functions, running, sleeping, failed, parked, lagS, syncProblem } = figures;
  return (
    <Panel title="Engine">
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
        <Stat
          label="Functions"
          value={functions.filter((one) => !isIdleHandler(one)).length}
          note={figures.syncedAt === null ? 'not read since its start' : undefined}
        />
        <Stat label="Running" value={running} note={parked === 0 ? undefined : `${parked} wait for a free place`} />
        <Stat label="Sleeping" value={sleeping} note="until a time or an event" />
        <Stat label="Failed" value={failed} note="in the last 24 hours" />
        <Stat label="Behind" value={lagWords(lagS)} note="oldest thing due and not begun" />
      </div>
      {syncProblem === null ? null : (
        <p role="alert" className="mt-3 text-risk wrap-anywhere">
          The engine could not read our functions and goes on with those it knows: {syncProblem}
        </p>
      )}
    </Panel>
  );
}
