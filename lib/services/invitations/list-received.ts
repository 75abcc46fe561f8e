import type { Tx } from '../../../db/client';
import { personOfProviderUser } from '../../../db/queries/person-of-event';
import { prospectRow } from '../../../db/queries/prospects';
import type { AnsweredInvitation } from '../../../db/queries/received-invitations';
import { accountsOfOwner, answersMade } from '../../../db/queries/received-invitations';
import type { AccountRow } from '../../../db/queries/sending-days';
import { nameOf } from '../../domain/templates/name-of';
import { AppError } from '../../platform/errors';
import type { ReceivedInvitation } from '../../providers/port';
import { accountFor, visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { readWholeList } from '../sweeps/read-whole-list';
import { answerKeyOf, receivedIdOf } from './received-id';

/** The longest list that is read to its end. */
const PAGES_MAX = 10;

interface Listed {
  account: AccountRow;
  item: ReceivedInvitation;
}

/**
 * Invitations that wait for the answer of an account, or of all that the actor sees, newest first. They are not stored: the
 * provider's list is read, at most an hour old, because lists are no thing to ask for at every glance (limits.md §1). One
 * that was answered since then says so.
 */
export async function listReceived(
  ctx: ServiceContext,
  input: { accountId?: string | undefined; offset: number; limit: number },
) {
  const { accountId, offset, limit } = input;
  const accounts = await withWorkspace(ctx, async (tx) =>
    accountId === undefined ? accountsOfOwner(tx, visibleOwner(ctx)) : [await accountFor(tx, ctx, accountId)],
  );
  const all: Listed[] = [];
  for (const account of accounts)
    for (const item of await readReceived(ctx, account, { fresh: false })) all.push({ account, item });
  all.sort((a, b) => (b.item.createdAt?.getTime() ?? 0) - (a.item.createdAt?.getTime() ?? 0));
  const items = await withWorkspace(ctx, (tx) => describeAll(tx, all.slice(offset, offset + limit)));
  return { items, offset, nextOffset: all.length > offset + limit ? offset + limit : null };
}

async function describeAll(tx: Tx, listed: Listed[]) {
  const keyOf = ({ account, item }: Listed) => answerKeyOf({ accountId: account.id, requestId: item.requestId });
  const made = new Map((await answersMade(tx, listed.map(keyOf))).map((one) => [one.enrolmentId, one]));
  const described: Awaited<ReturnType<typeof describeReceived>>[] = [];
  for (const one of listed) {
    const answered = made.get(keyOf(one).enrolmentId);
    described.push(await describeReceived(tx, { ...one, ...(answered === undefined ? {} : { answered }) }));
  }
  return described;
}

/** The whole list of an account's received invitations; `unavailable` where the provider cannot show it. */
export async function readReceived(
  ctx: ServiceContext,
  account: AccountRow,
  options: { fresh: boolean },
): Promise<ReceivedInvitation[]> {
  const list = await readWholeList(
    (page) => ctx.provider.listReceivedInvitations(account.providerAccountId, page, options),
    PAGES_MAX,
  );
  if (list === null) throw new AppError('unavailable', 'The provider cannot list the invitations just now.');
  return list;
}

/** A received invitation as the API shows it, with the person of the workspace whom it comes from, and what was answered. */
export async function describeReceived(
  tx: Tx,
  {
    account,
    item,
    answered,
  }: {
    account: AccountRow;
    item: Pick<ReceivedInvitation, 'requestId'> & Partial<ReceivedInvitation>;
    answered?: AnsweredInvitation;
  },
) {
  const { providerUserId = null, slug = null, name = null, createdAt = null, requestId } = item;
  const personId = await personOfProviderUser(tx, {
    accountId: account.id,
    providerUserId: providerUserId ?? '',
    slug,
  });
  const person = personId === null ? null : await prospectRow(tx, personId);
  const state = stateOf(answered);
  return {
    id: receivedIdOf({ accountId: account.id, requestId }),
    type: 'received' as const,
    accountId: account.id,
    prospectId: personId,
    name: nameOf(person) ?? name,
    sendId: answered?.id ?? null,
    state,
    sentAt: createdAt?.toISOString() ?? null,
    acceptedAt: state === 'accepted' ? (answered?.settledAt?.toISOString() ?? null) : null,
    withdrawnAt: null,
    withdrawal: null,
  };
}

/** An answer that did not reach the provider leaves the invitation as it was. */
function stateOf(answered: AnsweredInvitation | undefined): 'pending' | 'accepted' | 'refused' | 'unknown' {
  switch (answered?.state) {
    case 'sent':
      return answered.action === 'accept' ? 'accepted' : 'refused';
    case undefined:
    case 'released':
    case 'rejected':
    case 'closed':
      return 'pending';
    default:
      return 'unknown';
  }
}
