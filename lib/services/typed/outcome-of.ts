import { AppError } from '../../platform/errors';
import type { TypedSend } from './send-typed';

/** What a person is told of a send by hand that did not go through, or of which nobody knows. */
export function outcomeOf(sent: TypedSend, what: 'message' | 'invitation'): AppError {
  const id = `Its row of the ledger is ${sent.sendId}.`;
  switch (sent.state) {
    case 'unknown':
    case 'held':
    case 'dispatching':
    case 'reserved':
      return new AppError(
        'unavailable',
        `Nobody knows yet whether the ${what} arrived; it is looked for and never sent again by itself. ${id}`,
      );
    case 'sent':
      return new AppError('conflict', `The ${what} was sent, and has ended since. ${id}`);
    default:
      return new AppError('refused', `The provider did not take the ${what}. ${id}`);
  }
}
