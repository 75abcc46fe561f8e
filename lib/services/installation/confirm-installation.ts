import { confirmInstallation as confirm } from '../../../db/queries/installation';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/**
 * An owner says that this installation is the one that sends from its database. Refused until every account has been
 * compared with the provider's lists; every other installation of the database loses its lease in the same statement.
 */
export async function confirmInstallation(ctx: ServiceContext): Promise<{ confirmedAt: string }> {
  authorise(ctx, 'installation.confirm');
  return withWorkspace(ctx, async (tx) => {
    const outcome = await confirm(tx, { id: ctx.installationId, by: actorId(ctx.actor) });
    if (outcome === 'not_compared')
      throw new AppError(
        'refused',
        'Some accounts have not been compared with the provider yet. The engine compares them within minutes; then confirm again.',
      );
    if (outcome === 'confirmed')
      await emitAudit(tx, ctx, { action: 'installation.confirmed', objectId: null, details: {} });
    return { confirmedAt: ctx.now.toISOString() };
  });
}
