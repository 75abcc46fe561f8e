import type { Tx } from '../../../db/client';
import type { ComparisonFinding } from '../../../db/queries/installation';
import { enrolledOn, knowsInvite, peopleToCompare, saveComparison } from '../../../db/queries/installation';
import { upsertThread } from '../../../db/queries/outcomes';
import { personOfProviderUser } from '../../../db/queries/person-of-event';
import type { AccountRow } from '../../../db/queries/sending-days';
import { newId } from '../../platform/ids';
import type { SentInvitation } from '../../providers/port';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { applyMessage } from '../events/apply-message';
import { bookInvitation } from '../sweeps/book-invitation';

const PAGES_MAX = 30;

/**
 * Reads what the provider knows of an account's people and books what the ledger does not: an invite or a message that it
 * has no row of is booked as done by hand, and whoever it was to is stopped, for nothing may reach a person twice (design.md
 * §2). A reply it missed stops the person like any other. Reads only; a list that cannot be read is kept as such.
 */
export async function compareAccount(
  ctx: ServiceContext,
  input: { account: AccountRow; since: Date },
): Promise<{ findings: ComparisonFinding[]; unread: string | null }> {
  const { account } = input;
  const findings: ComparisonFinding[] = [];
  const people = await withWorkspace(ctx, (tx) => peopleToCompare(tx, account.id));
  const unread =
    account.providerAccountId === null
      ? 'The account is not connected.'
      : ((await compareInvites(ctx, account, findings)) ??
        (await compareRelations(ctx, account, findings)) ??
        (await compareMessages(ctx, account, people, findings)));
  await withWorkspace(ctx, async (tx) => {
    await saveComparison(tx, {
      workspaceId: ctx.actor.workspaceId,
      accountId: account.id,
      installationId: ctx.installationId,
      heldSince: input.since,
      comparedAt: ctx.now,
      people: people.length,
      findings,
      unread,
    });
    await emitAudit(tx, ctx, {
      action: 'installation.compared',
      objectId: account.id,
      details: { people: people.length, findings: findings.length, unread },
    });
  });
  return { findings, unread };
}

/** Null when the whole list was read, else why it was not. */
async function compareInvites(
  ctx: ServiceContext,
  account: AccountRow,
  findings: ComparisonFinding[],
): Promise<string | null> {
  let page: string | null = null;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const read = await ctx.provider.listSentInvitations(account.providerAccountId ?? '', page);
    if (!read.ok) return `Its sent invitations could not be read: ${read.detail}`;
    for (const item of read.value.items) {
      const finding = await withWorkspace(ctx, (tx) => takeInvite(tx, ctx, account, item));
      if (finding !== null) findings.push(finding);
    }
    page = read.value.next;
    if (page === null) return null;
  }
  return `It has more than ${PAGES_MAX} pages of sent invitations; the rest was not read.`;
}

async function takeInvite(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  item: SentInvitation,
): Promise<ComparisonFinding | null> {
  const booking = await bookInvitation(tx, ctx, { accountId: account.id, item, person: 'stopped' });
  if (booking === null || booking.prospectId === null) return null;
  return { kind: 'invite', prospectId: booking.prospectId, at: booking.at.toISOString() };
}

/** An accepted invitation is no longer in the list of those sent: whoever became a connection since was invited, too. */
async function compareRelations(
  ctx: ServiceContext,
  account: AccountRow,
  findings: ComparisonFinding[],
): Promise<string | null> {
  let page: string | null = null;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const read = await ctx.provider.listRelations(account.providerAccountId ?? '', page);
    if (!read.ok) return `Its connections could not be read: ${read.detail}`;
    for (const item of read.value.items) {
      const finding = await withWorkspace(ctx, (tx) => takeRelation(tx, ctx, account, item));
      if (finding !== null) findings.push(finding);
    }
    page = read.value.next;
    if (page === null) return null;
  }
  // The newest come first; who was a connection long before cannot have been invited by what was forgotten.
  return null;
}

async function takeRelation(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  item: { providerUserId: string; slug: string | null; since: Date | null },
): Promise<ComparisonFinding | null> {
  const prospectId = await personOfProviderUser(tx, { accountId: account.id, ...item });
  if (prospectId === null || (await knowsInvite(tx, { accountId: account.id, prospectId }))) return null;
  const enrolled = await enrolledOn(tx, { accountId: account.id, prospectId });
  if (enrolled === null || enrolled.degree === 1) return null;
  if (item.since === null ? enrolled.degree === null : item.since < enrolled.since) return null;
  const { providerUserId, slug, since } = item;
  return takeInvite(tx, ctx, account, {
    requestId: `accepted:${providerUserId}`,
    providerUserId,
    slug,
    createdAt: since,
  });
}

async function compareMessages(
  ctx: ServiceContext,
  account: AccountRow,
  people: Awaited<ReturnType<typeof peopleToCompare>>,
  findings: ComparisonFinding[],
): Promise<string | null> {
  for (const person of people) {
    const read = await ctx.provider.listMessages(account.providerAccountId ?? '', person.providerUserId);
    if (!read.ok && read.code === 'not_found') continue;
    if (!read.ok) return `The messages of its people could not be read: ${read.detail}`;
    const news = read.value.filter(
      (message) => message.at >= new Date(person.since) && (message.own || !person.replied),
    );
    for (const message of news) {
      const did = await withWorkspace(ctx, (tx) => takeMessage(tx, ctx, { account, person, message }));
      const kind = did === 'booked_by_hand' ? 'message' : did === 'replied' || did === 'opted_out' ? 'reply' : null;
      if (kind !== null) findings.push({ kind, prospectId: person.prospectId, at: message.at.toISOString() });
    }
  }
  return null;
}

/** As if its webhook came now. The chat may be one that the ledger forgot, so it is told first whose it is. */
async function takeMessage(
  tx: Tx,
  ctx: ServiceContext,
  input: {
    account: AccountRow;
    person: { prospectId: string; providerUserId: string };
    message: { chatId: string; messageId: string; own: boolean; text: string | null; at: Date };
  },
): Promise<string> {
  const { account, person, message } = input;
  await upsertThread(tx, {
    workspaceId: ctx.actor.workspaceId,
    id: newId('thread'),
    accountId: account.id,
    prospectId: person.prospectId,
    providerChatId: message.chatId,
    createdAt: ctx.now,
  });
  const event = {
    ...message,
    kind: 'message_new' as const,
    eventId: message.messageId,
    providerAccountId: account.providerAccountId ?? '',
    senderUserId: message.own ? '' : person.providerUserId,
  };
  return applyMessage(tx, ctx, { accountId: account.id, event });
}
