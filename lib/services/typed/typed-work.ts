import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/sending-days';
import { keepTypedSend } from '../../../db/queries/typed-sends';
import { AppError } from '../../platform/errors';
import { sha256 } from '../../platform/secrets';
import { actorId } from '../actor';
import type { ServiceContext } from '../context';
import { onlyLinkedin } from './only-linkedin';
import { wordsPrint } from './words-print';

/** What a person asks for by hand. `id` is its permanent key in the ledger. */
export interface TypedWork {
  id: string;
  action: 'message' | 'invite';
  prospectId: string;
  /** The message, or the note of the invitation; empty for one without. */
  words: string;
}

/** The work of a request: the actor's Idempotency-Key on an account is the permanent key of its send (design.md §4). */
export function typedWorkOf(
  ctx: ServiceContext,
  input: { accountId: string; key: string | null; action: TypedWork['action']; prospectId: string; words: string },
): TypedWork {
  if (input.key === null)
    throw new AppError('validation_failed', 'What is sent by hand needs an Idempotency-Key, so that it is sent once.', {
      fields: [{ path: 'Idempotency-Key', message: 'Send a UUID, a new one for each message.' }],
    });
  const print = sha256(`${actorId(ctx.actor)}\n${input.key}`).slice(0, 40);
  const { action, prospectId, words } = input;
  return { id: `typed:${input.accountId}:${print}`, action, prospectId, words };
}

/** Keeps what the key stands for, before anything is reserved with it. A key that stood for something else is refused. */
export async function keepTypedWork(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; work: TypedWork },
): Promise<void> {
  const { id, action, prospectId, words } = input.work;
  onlyLinkedin(input.account);
  const kept = await keepTypedSend(tx, {
    workspaceId: ctx.actor.workspaceId,
    id,
    accountId: input.account.id,
    prospectId,
    action,
    wordsHash: wordsPrint(ctx.encryptionKey, words),
    typedBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
  const same =
    kept.action === action && kept.prospectId === prospectId && kept.wordsHash === wordsPrint(ctx.encryptionKey, words);
  if (!same) throw new AppError('conflict', 'This Idempotency-Key was used for another message. Use a new one.');
}
