import type { Tx } from '../../../db/client';
import { personOfProviderUser } from '../../../db/queries/person-of-event';
import type { ProviderEvent } from '../../providers/port';
import type { ServiceContext } from '../context';
import { acceptRelation } from '../enrolments/accept-relation';
import { unitOf } from '../sends/pg-store';

type RelationNew = Extract<ProviderEvent, { kind: 'relation_new' }>;

/** Somebody is a connection now: the invitation is accepted and whoever waited for that moves on. Answers what it did. */
export async function applyRelation(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string | null; event: RelationNew },
): Promise<string> {
  const { accountId, event } = input;
  if (accountId === null) return 'unknown_account';
  const prospectId = await personOfProviderUser(tx, { accountId, ...event });
  if (prospectId === null) return 'unknown_person';
  await acceptRelation(unitOf(tx), ctx, { accountId, prospectId, providerUserId: event.providerUserId, at: event.at });
  return 'accepted';
}
