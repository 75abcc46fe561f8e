import { pageOf } from '../../../db/queries/cursor';
import type { SendRow } from '../../../db/queries/sends-api';
import { listSendRows } from '../../../db/queries/sends-api';
import type { SendState } from '../../domain/sends/constants';
import { visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

export interface ListSendsInput {
  accountId?: string;
  campaignId?: string;
  prospectId?: string;
  state?: SendState;
  budget?: string;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/**
 * Rows of the send ledger, newest first. With `budget` they are the rows that the budget counts, so that a figure of the
 * usage page opens exactly its rows (design.md P6). A rep sees those of the accounts it owns.
 */
export async function listSends(ctx: ServiceContext, input: ListSendsInput) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await listSendRows(tx, {
      accountId: input.accountId ?? null,
      campaignId: input.campaignId ?? null,
      prospectId: input.prospectId ?? null,
      state: input.state ?? null,
      budget: input.budget ?? null,
      from: input.from === undefined ? null : new Date(input.from),
      to: input.to === undefined ? null : new Date(input.to),
      ownerId: visibleOwner(ctx),
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.at, id: row.id }));
    return { items: page.items.map(toSend), nextCursor: page.nextCursor };
  });
}

function toSend(row: SendRow) {
  return {
    id: row.id,
    accountId: row.accountId,
    campaignId: row.campaignId,
    // An external send has a key of its own instead of an enrolment.
    enrolmentId: row.enrolmentId?.startsWith('enr_') ? row.enrolmentId : null,
    stepId: row.stepKey.startsWith('stp_') ? (row.stepKey.split('#')[0] ?? row.stepKey) : null,
    prospectId: row.prospectId,
    action: row.action,
    origin: row.origin,
    state: row.state,
    spent: row.spent,
    attempt: row.attempt,
    budgets: row.budgets,
    reservedAt: row.at.toISOString(),
    dispatchedAt: row.dispatchedAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    answer: row.answer,
  };
}
