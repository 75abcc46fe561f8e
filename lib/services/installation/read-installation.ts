import { comparisonsOf, holdOf } from '../../../db/queries/installation';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Whether this installation may send; while it is held also what the comparison of each account came to, null before it is made. */
export async function readInstallation(ctx: ServiceContext) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const hold = await holdOf(tx, ctx.installationId);
    if (hold === null) return { state: 'ours' as const, since: null, accounts: [] };
    const rows = await comparisonsOf(tx, { installationId: ctx.installationId, since: hold.since });
    return {
      state: hold.reason,
      since: hold.since.toISOString(),
      accounts: rows.map(({ account, comparison }) => ({
        id: account.id,
        name: account.name,
        comparedAt: comparison?.comparedAt.toISOString() ?? null,
        people: comparison?.people ?? null,
        unread: comparison?.unread ?? null,
        findings: comparison?.findings ?? [],
      })),
    };
  });
}
