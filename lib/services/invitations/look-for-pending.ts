import { accountById } from '../../../db/queries/sending-days';
import type { StaleRow } from '../../../db/queries/withdrawals';
import { markGone, noteSought, staleInvitations } from '../../../db/queries/withdrawals';
import { staleSince } from '../../domain/invitations/withdrawals';
import type { SentInvitation } from '../../providers/port';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { acceptRelation } from '../enrolments/accept-relation';
import { readWholeList } from '../sweeps/read-whole-list';
import { withUnit } from '../with-unit';

/** More than a day's hours have room for; what is left is told. */
const BATCH = 60;
/** The longest list that is read to its end. */
const PAGES_MAX = 50;

export interface PendingLook {
  /** Invitations that the provider still lists as waiting for an answer. */
  ids: string[];
  /** How many of those looked for have been answered or have ended meanwhile. */
  ended: number;
  /** Whether more of the account's invitations wait to be looked for. */
  more: boolean;
}

/**
 * Looks for the invitations that an account is to withdraw in the provider's own list: news of an acceptance may be eight
 * hours late, and only what still waits there may be withdrawn. Who is a connection by now has accepted; what two whole
 * readings do not show has ended otherwise. A list that cannot be read is no evidence: nothing is withdrawn by it.
 */
export async function lookForPending(ctx: ServiceContext, input: { accountId: string }): Promise<PendingLook> {
  const { accountId } = input;
  const { account, found } = await withWorkspace(ctx, async (tx) => ({
    account: await accountById(tx, accountId),
    found: await staleInvitations(tx, { ...staleSince(ctx.now), accountId, limit: BATCH + 1 }),
  }));
  const sought = found.slice(0, BATCH);
  const nothing = { ids: [], ended: 0, more: found.length > BATCH };
  if (account === null || sought.length === 0) return nothing;
  const read = await readTwice(ctx, account.providerAccountId, sought);
  if (read === null) return nothing;
  const { listed, absent } = read;
  await withWorkspace(ctx, (tx) => noteSought(tx, { ids: sought.map((one) => one.id), listed, now: ctx.now }));
  if (absent.length > 0) await sortOut(ctx, { accountId, providerAccountId: account.providerAccountId, absent });
  return { ids: listed.map((one) => one.id), ended: absent.length, more: found.length > BATCH };
}

interface Read {
  listed: { id: string; requestId: string }[];
  absent: StaleRow[];
}

/** A page may slip while its list changes: what is not there is looked for once more. Null when a list cannot be read. */
async function readTwice(ctx: ServiceContext, providerAccountId: string, sought: StaleRow[]): Promise<Read | null> {
  const read: Read = { listed: [], absent: sought };
  for (let reading = 0; reading < 2 && read.absent.length > 0; reading += 1) {
    const list = await readWholeList((page) => ctx.provider.listSentInvitations(providerAccountId, page), PAGES_MAX);
    if (list === null) return null;
    const absent: StaleRow[] = [];
    for (const one of read.absent) {
      const item = list.find((candidate) => isSame(one, candidate));
      if (item === undefined) absent.push(one);
      else read.listed.push({ id: one.id, requestId: item.requestId });
    }
    read.absent = absent;
  }
  return read;
}

function isSame(one: StaleRow, item: SentInvitation): boolean {
  if (one.requestId !== null) return one.requestId === item.requestId;
  return one.providerUserId !== null && one.providerUserId === item.providerUserId;
}

/** Those of connections are booked as accepted; the others have ended. While the connections cannot be read nobody knows. */
async function sortOut(
  ctx: ServiceContext,
  input: { accountId: string; providerAccountId: string; absent: StaleRow[] },
): Promise<void> {
  const { accountId, absent } = input;
  const relations = await readWholeList((page) => ctx.provider.listRelations(input.providerAccountId, page), PAGES_MAX);
  if (relations === null) return;
  const since = new Map(relations.map((relation) => [relation.providerUserId, relation.since ?? ctx.now]));
  const gone: string[] = [];
  for (const { id, prospectId, providerUserId } of absent) {
    const connectedAt = providerUserId === null ? undefined : since.get(providerUserId);
    if (providerUserId === null || connectedAt === undefined) gone.push(id);
    else {
      const at = connectedAt < ctx.now ? connectedAt : ctx.now;
      await withUnit(ctx, (unit) => acceptRelation(unit, ctx, { accountId, prospectId, providerUserId, at }));
    }
  }
  await withWorkspace(ctx, (tx) => markGone(tx, gone));
}
