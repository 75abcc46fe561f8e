import { fullWords, gateWords } from '../../domain/sends/refusal-words';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import type { ReserveOutcome } from '../sends/due-work';

type Refusal = Extract<ReserveOutcome, { outcome: 'capped' | 'gated' }>;

/** A refused reservation of a send by hand: the reason in words, and in `Retry-After` when it ends, where that is known. */
export function refusalOf(ctx: ServiceContext, refusal: Refusal): AppError {
  const why = refusal.outcome === 'capped' ? fullWords(refusal) : gateWords(refusal.gate);
  const { freeAt } = refusal;
  if (freeAt === null || freeAt <= ctx.now) return new AppError('refused', `${why} Nothing was sent.`);
  // In seconds of the caller's clock: the app's may run faster.
  const waitS = Math.ceil((freeAt.getTime() - ctx.now.getTime()) / 1_000 / ctx.clockSpeed);
  return new AppError('refused', `${why} Nothing was sent; it may be from ${freeAt.toISOString()} on.`, {
    retryAfterS: waitS,
  });
}
