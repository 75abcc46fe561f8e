import type { AccountRow } from '../../../db/queries/sending-days';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import type { CallResult } from './call-provider';
import { lookUp } from './call-provider';
import { dispatchSend } from './dispatch-send';
import type { ReservedSend } from './due-work';
import { keepRate } from './rate-readings';
import { reserveSend } from './reserve-send';

interface CheckInput {
  account: AccountRow;
  /** The send that it is about: each is checked once, for ever. */
  sendId: string;
  campaignId: string | null;
  enrolmentId: string;
  prospectId: string;
  /** Said in the ledger's row. */
  why: string;
}

/**
 * One uncached profile read that tells what became of a send, paid from the budgets of look-ups like any other. Null when no
 * read was made: none is left, a gate is closed, or the send was checked before.
 */
export async function checkProfile(
  input: CheckInput,
  later: () => Promise<ServiceContext>,
): Promise<CallResult | null> {
  const { account, prospectId } = input;
  const reserving = await later();
  const reserved = await withUnit(reserving, (unit) =>
    reserveSend(unit, reserving, {
      accountId: account.id,
      campaignId: input.campaignId,
      enrolmentId: input.enrolmentId,
      stepKey: `check:${input.sendId}`,
      prospectId,
      action: 'resolve',
      variant: 'plain',
      origin: 'engine',
    }),
  );
  if (reserved.outcome !== 'reserved') return null;
  const ctx = await later();
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  if ((await dispatchSend(ctx, reserved.send)).outcome !== 'dispatching') return null;
  const resolution = await withUnit(ctx, (unit) => unit.resolutionOf(account.id, prospectId));
  // As with the send itself: a call begins soon after its dispatch, or not at all.
  const read = ctx.wallMs() > startBy ? null : await lookUp(ctx, account, resolution?.providerUserId ?? '', true);
  await settleCheck(await later(), input, reserved.send, read);
  return read;
}

/** A look-up that was not made gives its view back; one without an answer may have been counted. */
async function settleCheck(
  ctx: ServiceContext,
  { account, why }: CheckInput,
  { id, fence }: ReservedSend,
  read: CallResult | null,
): Promise<void> {
  const unreached = read === null || read.answer.kind === 'not_reached';
  await withUnit(ctx, async (unit) => {
    await keepRate(unit, ctx, { accountId: account.id, action: 'resolve', rate: read?.rate });
    await unit.settleSend({
      sendId: id,
      fence,
      state: unreached ? 'released' : read.profile === null ? 'rejected' : 'sent',
      keep: unreached ? 'none' : 'all',
      providerRef: null,
      answer: { code: read?.answer.kind ?? 'stalled', detail: why, headers: read?.headers ?? {} },
      now: ctx.now,
    });
  });
}
