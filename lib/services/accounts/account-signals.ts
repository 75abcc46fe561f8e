import { signalsOf } from '../../../db/queries/accounts-api';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';

/** The limit answers of an account with their headers and what was sent in the hour before, newest first (limits.md §5). */
export async function accountSignals(ctx: ServiceContext, input: { id: string; limit?: number }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    await accountFor(tx, ctx, input.id);
    const rows = await signalsOf(tx, input.id, input.limit ?? 100);
    return {
      items: rows.map((row) => ({
        id: row.id,
        accountId: row.accountId,
        sendId: row.sendId,
        action: row.action,
        kind: row.kind,
        at: row.at.toISOString(),
        headers: row.headers,
        hourBefore: row.hourBefore,
        detail: row.detail,
      })),
      nextCursor: null,
    };
  });
}
