import type { ThreadRow } from '../../../db/queries/threads-api';
import { nameOf } from '../../domain/templates/name-of';

/** A conversation as the API shows it. */
export function describeThread({ thread, person }: Pick<ThreadRow, 'thread' | 'person'>) {
  return {
    id: thread.id,
    accountId: thread.accountId,
    prospectId: thread.prospectId,
    name: nameOf(person),
    lastInboundAt: thread.lastInboundAt?.toISOString() ?? null,
    lastOutboundAt: thread.lastOutboundAt?.toISOString() ?? null,
    handledAt: thread.handledAt?.toISOString() ?? null,
    createdAt: thread.createdAt.toISOString(),
  };
}
