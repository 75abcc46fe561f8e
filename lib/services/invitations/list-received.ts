import { personOfProviderUser } from '../../../db/queries/person-of-event';
import { prospectRow } from '../../../db/queries/prospects';
import { accountsOfOwner } from '../../../db/queries/received-invitations';
import type { AccountRow } from '../../../db/queries/sending-days';
import { AppError } from '../../platform/errors';
import type { ReceivedInvitation } from '../../providers/port';
import { accountFor, visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { readWholeList } from '../sweeps/read-whole-list';
import { receivedIdOf } from './received-id';

/** The longest list that is read to its end. */
const PAGES_MAX = 10;

/**
 * Invitations that wait for the answer of an account, or of all that the actor sees, newest first. They are not stored: the
 * provider's list is read, at most an hour old, because lists are no thing to ask for at every glance (limits.md §1).
 */
export async function listReceived(
  ctx: ServiceContext,
  input: { accountId?: string | undefined; offset: number; limit: number },
) {
  const accounts = await withWorkspace(ctx, async (tx) =>
    input.accountId === undefined
      ? accountsOfOwner(tx, visibleOwner(ctx))
      : [await accountFor(tx, ctx, input.accountId)],
  );
  const all: { account: AccountRow; item: ReceivedInvitation }[] = [];
  for (const account of accounts) {
    const list = await readWholeList(
      (page) => ctx.provider.listReceivedInvitations(account.providerAccountId, page, { fresh: false }),
      PAGES_MAX,
    );
    if (list === null) throw new AppError('unavailable', 'The provider cannot list the invitations just now.');
    for (const item of list) all.push({ account, item });
  }
  all.sort((a, b) => (b.item.createdAt?.getTime() ?? 0) - (a.item.createdAt?.getTime() ?? 0));
  const { offset, limit } = input;
  const items = await Promise.all(
    all.slice(offset, offset + limit).map((one) => describeReceived(ctx, one, 'pending')),
  );
  return { items, offset, nextOffset: all.length > offset + limit ? offset + limit : null };
}

/** A received invitation as the API shows it, with the person of the workspace that it comes from, if it is one. */
export async function describeReceived(
  ctx: ServiceContext,
  { account, item }: { account: AccountRow; item: ReceivedInvitation },
  state: 'pending' | 'accepted' | 'refused' | 'unknown',
) {
  const { providerUserId, slug } = item;
  const person = await withWorkspace(ctx, async (tx) => {
    const id = await personOfProviderUser(tx, { accountId: account.id, providerUserId: providerUserId ?? '', slug });
    return id === null ? null : prospectRow(tx, id);
  });
  return {
    id: receivedIdOf({ accountId: account.id, requestId: item.requestId }),
    type: 'received' as const,
    accountId: account.id,
    prospectId: person?.id ?? null,
    name: person?.fullName ?? item.name,
    sendId: null,
    state,
    sentAt: (item.createdAt ?? ctx.now).toISOString(),
    acceptedAt: state === 'accepted' ? ctx.now.toISOString() : null,
    withdrawnAt: null,
    withdrawal: null,
  };
}
