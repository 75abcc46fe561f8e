import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { Verdict } from '../../domain/sends/provider-answer';
import type { ServiceContext } from '../context';
import type { CallResult } from './call-provider';
import { notAsked } from './call-provider';
import { dispatchSend } from './dispatch-send';
import type { ReservedSend } from './due-work';

/** How a reserved send ended: held back by a stop before the call, or called and settled. */
export type Called = { kind: 'held_back'; gate: string } | { kind: 'called'; verdict: Verdict | null };

/**
 * Dispatches a reserved send, makes its one call and settles it, each with the app's time at that moment. `call` asks the
 * provider at once: what it needs is read before. The verdict is null where the settlement came too late.
 */
export async function dispatchAndCall(input: {
  send: ReservedSend;
  /** A context stamped with the app's time now: a call takes time. */
  later: () => Promise<ServiceContext>;
  call: (ctx: ServiceContext) => Promise<CallResult>;
  settle: (ctx: ServiceContext, call: CallResult) => Promise<Verdict | null>;
}): Promise<Called> {
  const ctx = await input.later();
  // A process that hung in between must not call long after: a stop may have been acknowledged (design.md P3).
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  const dispatched = await dispatchSend(ctx, input.send);
  if (dispatched.outcome !== 'dispatching') return { kind: 'held_back', gate: dispatched.gate ?? dispatched.outcome };
  const call = ctx.wallMs() > startBy ? notAsked('plan_again', 'stalled') : await input.call(ctx);
  return { kind: 'called', verdict: await input.settle(await input.later(), call) };
}
