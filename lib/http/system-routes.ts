import type { ServiceContext } from '../services/context';
import { cancelRun } from '../services/system/cancel-run';
import type { EngineWindow, WindowContext } from '../services/system/engine-window';
import { listRuns } from '../services/system/list-runs';
import { readRun } from '../services/system/read-run';
import { readSystem } from '../services/system/read-system';
import { retryRun } from '../services/system/retry-run';
import { signed } from './request-context';

const routes = signed.system;

/** The window into the engine. */
export const systemRoutes = {
  read: routes.read.handler(({ context }) => readSystem(withEngine(context))),
  runs: routes.runs.handler(({ input, context }) => listRuns(withEngine(context), input)),
  run: routes.run.handler(({ input, context }) => readRun(withEngine(context), input)),
  cancel: routes.cancel.handler(({ input, context }) => cancelRun(withEngine(context), input)),
  retry: routes.retry.handler(({ input, context }) => retryRun(withEngine(context), input)),
};

function withEngine({ ctx, engine }: { ctx: ServiceContext; engine: EngineWindow }): WindowContext {
  return { ...ctx, engine };
}
