import { pageOf } from '../../../db/queries/cursor';
import { heldSendRows } from '../../../db/queries/held-sends';
import { compose } from '../../domain/sends/compose';
import { nameOf } from '../../domain/templates/name-of';
import { visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

type HeldRow = Awaited<ReturnType<typeof heldSendRows>>[number];

/**
 * The sends whose outcome a person must decide, the oldest first, with the evidence: when the call began, what the provider
 * answered, what its own lists showed and when they were asked, and the words. A rep sees those of the accounts it owns.
 */
export async function listHeld(ctx: ServiceContext, input: { limit?: number; cursor?: string } = {}) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 25;
  return withWorkspace(ctx, async (tx) => {
    const rows = await heldSendRows(tx, { ownerId: visibleOwner(ctx), limit, cursor: input.cursor ?? null });
    const page = pageOf(rows, limit, ({ send }) => ({ at: send.at, id: send.id }));
    return { items: page.items.map(toHeld), nextCursor: page.nextCursor };
  });
}

function toHeld(row: HeldRow) {
  const { send, account, campaign, prospect, step } = row;
  return {
    id: send.id,
    action: send.action,
    accountId: send.accountId,
    accountName: account.name,
    campaignId: send.campaignId,
    campaignName: campaign?.name ?? null,
    prospectId: send.prospectId,
    personName: nameOf(prospect),
    company: prospect?.company ?? null,
    step: step === null ? null : { id: step.id, kind: step.kind },
    reservedAt: send.at.toISOString(),
    dispatchedAt: send.dispatchedAt?.toISOString() ?? null,
    heldAt: send.settledAt?.toISOString() ?? null,
    answer: send.answer?.before ?? null,
    looked: send.answer?.looked ?? null,
    ...wordsOf(row),
  };
}

/** The words as the step says them now; a step or a person that is gone has none. */
function wordsOf({ send, account, prospect, step }: HeldRow): { subject: string | null; words: string | null } {
  if (prospect === null || step === null) return { subject: null, words: null };
  const composed = compose({ action: send.action, step, person: prospect, tier: account.tier });
  if (!composed.ok) return { subject: null, words: null };
  return { subject: composed.subject, words: composed.note ?? (composed.text || null) };
}
