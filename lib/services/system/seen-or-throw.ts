import { AppError } from '../../platform/errors';
import type { Seen } from './engine-window';

const ASK_AGAIN_S = 5;

/** What a look or an order came to, or the error that a caller of the API gets in its place. */
export function seenOrThrow<T>(seen: Seen<T>): T {
  switch (seen.kind) {
    case 'seen':
      return seen.value;
    case 'missing':
      throw new AppError('not_found', 'The engine knows no such run. Those that went well are kept for an hour.');
    case 'refused':
      throw new AppError('conflict', `The engine refuses it: ${seen.reason}.`);
    case 'elsewhere':
      throw new AppError('refused', `This engine shows its runs itself: ${seen.dashboardUrl}`);
    case 'silent':
      throw new AppError('unavailable', 'The engine does not answer. Try again when it is back.', {
        retryAfterS: ASK_AGAIN_S,
      });
  }
}
