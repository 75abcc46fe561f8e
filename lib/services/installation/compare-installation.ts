import { comparisonsOf, confirmInstallation, holdOf } from '../../../db/queries/installation';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { compareAccount } from './compare-account';

/**
 * While this installation is held, compares every account of the workspace with the provider's own lists, once a hold. A
 * hold for a mere gap ends by itself when nothing was found anywhere; every other one waits for a person.
 */
export async function compareInstallation(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ compared: number; released: boolean }> {
  const hold = await withWorkspace(ctx, (tx) => holdOf(tx, ctx.installationId));
  if (hold === null) return { compared: 0, released: false };
  const scope = { installationId: ctx.installationId, since: hold.since };
  const rows = await withWorkspace(ctx, (tx) => comparisonsOf(tx, scope));
  let compared = 0;
  for (const { account, comparison } of rows) {
    if (comparison !== null && comparison.unread === null) continue;
    await compareAccount(ctx, { account, since: hold.since });
    compared += 1;
  }
  if (hold.reason !== 'gap') return { compared, released: false };
  const released = await withWorkspace(ctx, async (tx) => {
    if ((await confirmInstallation(tx, { id: ctx.installationId, by: null })) !== 'confirmed') return false;
    await emitAudit(tx, ctx, { action: 'installation.gap_ended', objectId: null, details: { since: hold.since } });
    return true;
  });
  return { compared, released };
}
