import { env } from '../lib/platform/env';
import { providerFromSettings } from '../lib/providers/unipile/from-settings';
import type { ServiceContext } from '../lib/services/context';
import { makeContext } from '../lib/services/make-context';
import { renewLease } from '../lib/services/workspaces/renew-lease';

/** A job's context in one workspace, stamped with the app's time now. The installation's lease is kept alive by it. */
export async function engineContext(input: { workspaceId: string; job: string }): Promise<ServiceContext> {
  const ctx = await makeContext({
    actor: { kind: 'system', job: input.job, workspaceId: input.workspaceId },
    provider: providerFromSettings(),
  });
  await keepLease(ctx);
  return ctx;
}

const RENEW_EVERY_MS = 20_000;
let renewedAt = 0;

/** Wall time: leases are not the app's clock's business. A lost lease is seen by the gate of every reservation. */
async function keepLease(ctx: ServiceContext): Promise<void> {
  if (performance.now() - renewedAt < RENEW_EVERY_MS && renewedAt > 0) return;
  if ((await renewLease(ctx, { dataDir: env().DATA_DIR })) === 'ours') renewedAt = performance.now();
}
