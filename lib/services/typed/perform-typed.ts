import type { SendState } from '../../domain/sends/constants';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { Verdict } from '../../domain/sends/provider-answer';
import type { ServiceContext } from '../context';
import type { CallResult } from '../sends/call-provider';
import { notAsked } from '../sends/call-provider';
import { dispatchSend } from '../sends/dispatch-send';
import type { ReservedSend } from '../sends/due-work';
import { refusalOf } from './refusal-of';

/**
 * Dispatches, calls and settles what a person asked for and was reserved, as `performSend` does with a step. A stop that came
 * in between throws `refused`, and nothing was sent; a settlement that came too late leaves an unknown outcome.
 */
export async function performTyped(input: {
  send: ReservedSend;
  later: () => Promise<ServiceContext>;
  call: (ctx: ServiceContext) => Promise<CallResult>;
  settle: (ctx: ServiceContext, call: CallResult) => Promise<Verdict | null>;
}): Promise<SendState> {
  const ctx = await input.later();
  // A process that hung in between must not call long after: a stop may have been acknowledged (design.md P3).
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  const dispatched = await dispatchSend(ctx, input.send);
  if (dispatched.outcome !== 'dispatching')
    throw refusalOf(ctx, { outcome: 'gated', gate: dispatched.gate ?? dispatched.outcome, freeAt: null });
  const call = ctx.wallMs() > startBy ? notAsked('plan_again', 'stalled') : await input.call(ctx);
  const verdict = await input.settle(await input.later(), call);
  return verdict?.state ?? 'unknown';
}
