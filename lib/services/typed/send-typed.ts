import type { AccountRow } from '../../../db/queries/sending-days';
import type { SendState } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import type { CallResult } from '../sends/call-provider';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { reserveSend } from '../sends/reserve-send';
import { performTyped } from './perform-typed';
import { refusalOf } from './refusal-of';
import { settleTyped } from './settle-typed';
import type { TypedWork } from './typed-work';
import { keepTypedWork } from './typed-work';

export interface TypedSend {
  sendId: string;
  state: SendState;
}

export interface TypedInput {
  account: AccountRow;
  work: TypedWork;
  /** A context stamped with the app's time now: a call takes time. */
  later: () => Promise<ServiceContext>;
  /** The one call of the provider. */
  call: (ctx: ServiceContext, sendId: string) => Promise<CallResult>;
}

/**
 * Sends what a person wrote by hand, once for its key (design.md §4, origin `typed`): every shared and hourly budget in one
 * reservation, health, suppression and stops as its gates, free of hours, ramp and campaigns. Refused it throws `refused`
 * with the reason and a time, and nothing was sent; a call without a known outcome is answered as `unknown`.
 */
export async function sendTyped(input: TypedInput): Promise<TypedSend> {
  const reserved = await reserveTyped(await input.later(), input);
  if ('state' in reserved) return reserved;
  const { send } = reserved;
  const state = await performTyped({
    send,
    later: input.later,
    call: (ctx) => input.call(ctx, send.id),
    settle: (ctx, call) => settleTyped(ctx, { ...input, send, call }),
  });
  return { sendId: send.id, state };
}

async function reserveTyped(
  ctx: ServiceContext,
  { account, work }: TypedInput,
): Promise<{ send: ReservedSend } | { sendId: string; state: SendState }> {
  const result = await withWorkspace(ctx, async (tx) => {
    await keepTypedWork(tx, ctx, { account, work });
    return reserveSend(unitOf(tx), ctx, {
      accountId: account.id,
      campaignId: null,
      enrolmentId: work.id,
      stepKey: work.action,
      prospectId: work.prospectId,
      action: work.action,
      variant: work.action === 'invite' && work.words !== '' ? 'note' : 'plain',
      origin: 'typed',
    });
  });
  if (result.outcome === 'reserved') return { send: result.send };
  if (result.outcome === 'duplicate') return { sendId: result.sendId, state: result.state };
  throw refusalOf(ctx, result);
}
