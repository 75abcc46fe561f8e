import { accountsToWatch } from '../../../db/queries/hand-sent';
import type { UnlistedInvitation } from '../../../db/queries/invitations';
import { markListed, markMissing, unlistedInvitations } from '../../../db/queries/invitations';
import { RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import type { SentInvitation } from '../../providers/port';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { acceptRelation } from '../enrolments/accept-relation';
import { withUnit } from '../with-unit';
import type { PollInput } from './poll-relations';
import { readWholeList } from './read-whole-list';

const HOUR_MS = 3_600_000;
/** An invitation is looked for from the time at which it should be listed until it is this old, about once a day. */
const SOUGHT_FOR_MS = 14 * 24 * HOUR_MS;
const SOUGHT_EVERY_MS = 20 * HOUR_MS;
/** The longest list that is read to its end; what may stand behind it is not called missing. */
const PAGES_MAX = 50;

/**
 * Finds invitations that the provider accepted and does not list a day later (limits.md §2): LinkedIn may ask for a
 * confirmation by hand. Only a whole list says that something is not in it, and one that is read twice, since a page may
 * slip while its list changes. Who is a connection by now has accepted; what appears late is missing no longer.
 */
export async function findMissing(
  ctx: ServiceContext,
  { isTurn = () => true }: PollInput = {},
): Promise<{ missing: number }> {
  let missing = 0;
  for (const account of await withWorkspace(ctx, (tx) => accountsToWatch(tx)))
    if (isTurn(account.id)) missing += await findMissingOf(ctx, account);
  return { missing };
}

interface Watched {
  id: string;
  providerAccountId: string;
}

async function findMissingOf(ctx: ServiceContext, account: Watched): Promise<number> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms);
  const sought = await withWorkspace(ctx, (tx) =>
    unlistedInvitations(tx, {
      accountId: account.id,
      sentAfter: ago(SOUGHT_FOR_MS),
      sentBefore: ago(RAMP_POLICY.missingAfterHours * HOUR_MS),
      soughtBefore: ago(SOUGHT_EVERY_MS),
    }),
  );
  let absent = sought;
  for (let reading = 0; reading < 2 && absent.length > 0; reading += 1) {
    const list = await readWholeList(
      (page) => ctx.provider.listSentInvitations(account.providerAccountId, page),
      PAGES_MAX,
    );
    if (list === null) return 0;
    await withWorkspace(ctx, (tx) => markListed(tx, { ...idsOf(list), accountId: account.id, now: ctx.now }));
    absent = absent.filter((one) => !list.some((item) => isSame(one, item)));
  }
  if (absent.length === 0) return 0;
  const unanswered = await withoutConnections(ctx, account, absent);
  if (unanswered === null) return 0;
  await withWorkspace(ctx, (tx) => markMissing(tx, { ids: unanswered.map((one) => one.id), now: ctx.now }));
  return unanswered.length;
}

/** An accepted invitation leaves the list too: those of connections are booked as accepted. Null when that is not known. */
async function withoutConnections(
  ctx: ServiceContext,
  account: Watched,
  absent: UnlistedInvitation[],
): Promise<UnlistedInvitation[] | null> {
  const relations = await readWholeList(
    (page) => ctx.provider.listRelations(account.providerAccountId, page),
    PAGES_MAX,
  );
  if (relations === null) return null;
  const since = new Map(relations.map((relation) => [relation.providerUserId, relation.since ?? ctx.now]));
  const left: UnlistedInvitation[] = [];
  for (const one of absent) {
    const { prospectId, providerUserId } = one;
    const connectedAt = providerUserId === null ? undefined : since.get(providerUserId);
    if (providerUserId === null || connectedAt === undefined) left.push(one);
    else {
      const at = connectedAt < ctx.now ? connectedAt : ctx.now;
      await withUnit(ctx, (unit) =>
        acceptRelation(unit, ctx, { accountId: account.id, prospectId, providerUserId, at }),
      );
    }
  }
  return left;
}

function isSame(one: UnlistedInvitation, item: SentInvitation): boolean {
  if (one.requestId !== null && one.requestId === item.requestId) return true;
  return one.providerUserId !== null && one.providerUserId === item.providerUserId;
}

/** The ids by which a list names invitations and people. */
export function idsOf(list: readonly SentInvitation[]): { requestIds: string[]; providerUserIds: string[] } {
  return {
    requestIds: list.map((item) => item.requestId),
    providerUserIds: list.flatMap((item) => item.providerUserId ?? []),
  };
}
