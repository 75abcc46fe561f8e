import type { ThreadRow } from '../../../db/queries/threads-api';

/** A conversation as the API shows it. */
export function describeThread({ thread, fullName }: Pick<ThreadRow, 'thread' | 'fullName'>) {
  return {
    id: thread.id,
    accountId: thread.accountId,
    prospectId: thread.prospectId,
    name: fullName,
    lastInboundAt: thread.lastInboundAt?.toISOString() ?? null,
    lastOutboundAt: thread.lastOutboundAt?.toISOString() ?? null,
    createdAt: thread.createdAt.toISOString(),
  };
}
