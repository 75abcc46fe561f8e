import type { Look, SendAnswer } from '../../domain/sends/constants';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import type { StoreUnit } from './store';

/** After this long without evidence a person decides. */
export const HOLD_AFTER_MS = 24 * 3_600_000;

/**
 * A person decides a send of unknown outcome from now on, by what is kept here: what was answered, and what the lists showed.
 * False when somebody else concluded it first.
 */
export async function holdSend(
  unit: Pick<StoreUnit, 'concludeSend' | 'insertAudit'>,
  ctx: ServiceContext,
  { send, lists }: { send: { id: string; answer: SendAnswer | null }; lists: Look[] },
): Promise<boolean> {
  const { code, detail } = send.answer ?? { code: 'no_answer', detail: 'No answer was recorded.' };
  const answer: SendAnswer = {
    code: 'held',
    detail: lists.some((look) => look.entries !== null)
      ? 'The provider’s lists do not show it.'
      : 'The provider’s lists could not be read.',
    before: { code, detail },
    looked: { at: ctx.now.toISOString(), lists },
  };
  if (!(await unit.concludeSend({ sendId: send.id, state: 'held', providerRef: null, answer, now: ctx.now })))
    return false;
  await recordAudit(unit, ctx, { action: 'send.held', objectId: send.id, details: { lists } });
  return true;
}

/** A list that could not be read. */
export function unread(list: Look['list']): Look {
  return { list, entries: null, whole: false };
}
