import { actionPacesOf, signalsOf } from '../../../db/queries/accounts-api';
import { ratePace } from '../../domain/pacing/rate-pace';
import { asksPerson } from '../../domain/sends/stop-until';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { readingsOf } from '../sends/rate-readings';
import { accountFor } from './account-access';

/**
 * The limit answers of an account with their headers and what was sent in the hour before, newest first (limits.md §5); what
 * its rate headers say and how much they slow the pace; and the actions that wait for a person.
 */
export async function accountSignals(ctx: ServiceContext, input: { id: string; limit?: number }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    await accountFor(tx, ctx, input.id);
    const rows = await signalsOf(tx, input.id, input.limit ?? 100);
    const paces = await actionPacesOf(tx, input.id);
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
      pace: paceOf(paces, ctx.now),
      asks: paces
        .filter((pace) => asksPerson(pace.stoppedUntil))
        .map((pace) => ({ action: pace.action, reason: pace.stopReason ?? '' })),
    };
  });
}

function paceOf(paces: Awaited<ReturnType<typeof actionPacesOf>>, now: Date) {
  const readings = readingsOf(paces);
  const { factor, notBefore, because } = ratePace(readings, now);
  return {
    factor: Math.round(factor * 100) / 100,
    notBefore: notBefore?.toISOString() ?? null,
    until: because?.resetAt.toISOString() ?? null,
    reason:
      because === null
        ? 'The rate headers ask for nothing: the pace is the usual one.'
        : `The provider allows ${because.limit} calls in its window and ${because.remaining} are left.`,
    readings: readings.map(({ limit, remaining, resetAt, of }) => ({
      action: of.action,
      limit,
      remaining,
      resetsAt: resetAt.toISOString(),
      seenAt: of.rateSeenAt?.toISOString() ?? null,
    })),
  };
}
