import type { SendState } from '../../domain/sends/constants';
import { dispatchAndCall } from '../sends/dispatch-and-call';
import { refusalOf } from './refusal-of';

/**
 * Makes the call of what a person asked for and was reserved. A stop that came in between throws `refused`, and nothing was
 * sent; a settlement that came too late leaves an unknown outcome.
 */
export async function performTyped(input: Parameters<typeof dispatchAndCall>[0]): Promise<SendState> {
  const called = await dispatchAndCall(input);
  if (called.kind === 'held_back')
    throw refusalOf(await input.later(), { outcome: 'gated', gate: called.gate, freeAt: null });
  return called.verdict?.state ?? 'unknown';
}
