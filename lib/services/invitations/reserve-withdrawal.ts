import { nextStale } from '../../../db/queries/withdrawals';
import { staleSince } from '../../domain/invitations/withdrawals';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { reserveSend } from '../sends/reserve-send';

export interface WithdrawalWork {
  invitationId: string;
  prospectId: string;
  requestId: string;
}

export type ReserveWithdrawal =
  | { kind: 'reserved'; work: WithdrawalWork; send: ReservedSend }
  /** `freeAt`: when the refusal ends, if it names a moment. */
  | { kind: 'refused'; reason: string; freeAt: Date | null }
  | { kind: 'nothing_left' };

/** One turn looks at this many refusals at most; the rest is for the next one. */
const TRIES_MAX = 25;
/** What holds one invitation and no other. */
const OWN_GATES: ReadonlySet<string> = new Set([
  'invitation_closed',
  'person_stopped',
  'suppressed',
  'campaign_not_running',
  'control_stop',
]);

/**
 * Reserves the withdrawal of the first of the given invitations that may be withdrawn, in every budget of withdrawals and
 * under every gate, in the transaction that picks it. Its permanent key is the invitation: a second try finds the first.
 */
export async function reserveWithdrawal(
  input: { accountId: string; ids: readonly string[] },
  later: () => Promise<ServiceContext>,
): Promise<ReserveWithdrawal> {
  const left = new Set(input.ids);
  let last: ReserveWithdrawal = { kind: 'nothing_left' };
  for (let tries = 0; tries < TRIES_MAX && left.size > 0; tries += 1) {
    const picked = await pickOne(await later(), { accountId: input.accountId, ids: [...left] });
    if (picked === null) return last;
    const { work, result } = picked;
    if (result.outcome === 'reserved') return { kind: 'reserved', work, send: result.send };
    left.delete(work.invitationId);
    // Somebody else's turn has it: whatever became of it stands in the ledger.
    if (result.outcome === 'duplicate') continue;
    const reason = result.outcome === 'capped' ? result.budget : result.gate;
    last = { kind: 'refused', reason, freeAt: result.freeAt };
    if (!OWN_GATES.has(reason)) return last;
  }
  return last;
}

async function pickOne(ctx: ServiceContext, input: { accountId: string; ids: string[] }) {
  return withWorkspace(ctx, async (tx) => {
    const row = await nextStale(tx, { ...staleSince(ctx.now), ...input });
    if (row === null) return null;
    const result = await reserveSend(unitOf(tx), ctx, {
      accountId: input.accountId,
      campaignId: row.campaignId,
      enrolmentId: row.id,
      stepKey: row.tries === 0 ? 'withdraw' : `withdraw#${row.tries}`,
      prospectId: row.prospectId,
      action: 'withdraw',
      variant: 'plain',
      origin: 'engine',
    });
    return { work: { invitationId: row.id, prospectId: row.prospectId, requestId: row.requestId }, result };
  });
}
