import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema/accounts';
import { invitations } from '@/db/schema/invitations';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import type { ProviderPort, SentInvitation } from '../../providers/port';
import { accountHealth } from '../accounts/account-health';
import { accountRamp } from '../accounts/account-ramp';
import { today } from '../accounts/today';
import { openDay } from '../days/open-day';
import { bookHandSent } from './book-hand-sent';
import { findMissing } from './find-missing';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(() => world?.close());

const HOUR_MS = 3_600_000;
const EVENING = new Date('2026-03-04T17:00:00Z');
const later = (hours: number) => new Date(EVENING.getTime() + hours * HOUR_MS);
type List = ProviderPort['listSentInvitations'];

/** Three invitations that the provider has accepted. */
async function threeSent(): Promise<IncidentSender> {
  const sender = await createIncidentSender(world, { people: 3 });
  await runDay(world, sender, WEDNESDAY);
  expect(await rowsOf(sender)).toHaveLength(3);
  return sender;
}

const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(invitations).where(eq(invitations.accountId, sender.accountId));
const missingOf = async (sender: IncidentSender) =>
  (await rowsOf(sender)).filter((row) => row.missingAt !== null).length;

/** What the provider's list shows of one account; every other account is read as it is. */
function listOf(sender: IncidentSender, pages: SentInvitation[][], fails: number | null = null): List {
  return async (accountId, page) => {
    if (accountId !== sender.providerAccountId) return { ok: true, value: { items: [], next: null }, headers: {} };
    const index = page === null ? 0 : Number(page);
    if (index === fails) return { ok: false, code: 'unavailable', detail: 'no answer', headers: {} };
    const next = index + 1 < pages.length ? String(index + 1) : null;
    return { ok: true, value: { items: pages[index] ?? [], next }, headers: {} };
  };
}

/** The items by which the list would show the three. */
async function itemsOf(sender: IncidentSender): Promise<SentInvitation[]> {
  return (await rowsOf(sender)).map((row) => ({
    requestId: row.providerRequestId ?? '',
    providerUserId: sender.people.find((person) => person.prospectId === row.prospectId)?.providerUserId ?? null,
    slug: null,
    createdAt: row.sentAt,
  }));
}

const NOBODY: ProviderPort['listRelations'] = async () => ({ ok: true, value: { items: [], next: null }, headers: {} });

async function look(sender: IncidentSender, hours: number, list: List, relations = NOBODY): Promise<number> {
  await findMissing(await world.at(later(hours), { listSentInvitations: list, listRelations: relations }));
  return missingOf(sender);
}

describe('an invitation that the provider accepted', () => {
  it('is missing a day later when the whole list does not show it, and not before', async () => {
    const sender = await threeSent();
    const nothing = listOf(sender, [[]]);
    expect(await look(sender, 12, nothing)).toBe(0);
    expect(await look(sender, 25, nothing)).toBe(3);
    const ctx = await world.at(later(25));
    const { needsYou } = await today(ctx);
    expect(needsYou.find((entry) => entry.accountId === sender.accountId)?.text).toContain(
      'does not list 3 of the invitations',
    );
    const { factors } = await accountHealth(ctx, { id: sender.accountId });
    expect(factors.find((factor) => factor.code === 'missing_invitations')).toMatchObject({ value: 3, verdict: 'bad' });
  }, 120_000);

  it('is not missing when it is listed on any page', async () => {
    const sender = await threeSent();
    const [first, ...rest] = await itemsOf(sender);
    if (first === undefined) throw new Error('no invitation');
    expect(await look(sender, 25, listOf(sender, [[], rest, [first]]))).toBe(0);
    expect((await rowsOf(sender)).every((row) => row.listedAt !== null)).toBe(true);
  }, 120_000);

  it('is not called missing while a page of the list cannot be read: that is no evidence', async () => {
    const sender = await threeSent();
    expect(await look(sender, 25, listOf(sender, [[], []], 1))).toBe(0);
    expect(await look(sender, 28, listOf(sender, [[], []]))).toBe(3);
  }, 120_000);

  it('is not called missing while the connections cannot be read: it may have been accepted', async () => {
    const sender = await threeSent();
    const unread = { ok: false as const, code: 'unavailable' as const, detail: '', headers: {} };
    expect(await look(sender, 25, listOf(sender, [[]]), async () => unread)).toBe(0);
    expect(await look(sender, 28, listOf(sender, [[]]))).toBe(3);
  }, 120_000);

  it('is not called missing when an item slipped to another page while the list was read', async () => {
    const sender = await threeSent();
    const all = await itemsOf(sender);
    let readings = 0;
    const slipping: List = async (accountId, page) => {
      if (accountId === sender.providerAccountId) readings += 1;
      return listOf(sender, [readings === 1 ? all.slice(1) : all])(accountId, page);
    };
    expect(await look(sender, 25, slipping)).toBe(0);
  }, 120_000);

  it('has been accepted when its person is a connection', async () => {
    const sender = await threeSent();
    const [person] = sender.people;
    const relations: ProviderPort['listRelations'] = async (accountId) => ({
      ok: true,
      value: {
        items:
          accountId === sender.providerAccountId
            ? [{ providerUserId: person?.providerUserId ?? '', slug: null, since: later(3) }]
            : [],
        next: null,
      },
      headers: {},
    });
    expect(await look(sender, 25, listOf(sender, [[]]), relations)).toBe(2);
    const row = (await rowsOf(sender)).find((one) => one.prospectId === person?.prospectId);
    expect(row).toMatchObject({ state: 'accepted', acceptedAt: later(3), missingAt: null });
  }, 120_000);

  it('is missing no longer once it lands late, and one that was listed once is never called missing', async () => {
    const sender = await threeSent();
    const all = await itemsOf(sender);
    expect(await look(sender, 25, listOf(sender, [all.slice(0, 1)]))).toBe(2);
    const landed = listOf(sender, [all]);
    await bookHandSent(await world.at(later(30), { listSentInvitations: landed }));
    expect(await missingOf(sender)).toBe(0);
    // Declined, for instance: it leaves the list, and that says nothing of the account.
    expect(await look(sender, 60, listOf(sender, [[]]))).toBe(0);
  }, 120_000);
});

it('three missing invitations in a week hold the ramp, with the reason kept and shown', async () => {
  const sender = await threeSent();
  await world.owner.orm.update(accounts).set({ rampWeek: 3 }).where(eq(accounts.id, sender.accountId));
  await look(sender, 25, listOf(sender, [[]]));
  const friday = new Date('2026-03-06T07:00:00Z');
  const ctx = await world.at(friday);
  expect(await openDay(ctx, { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
  const { today: day } = await accountRamp(ctx, { id: sender.accountId });
  expect(day).toMatchObject({ decision: 'hold', inputs: { missing7d: 3, otherDecision: 'hold' } });
  expect(day.reason).toBe('3 invitations of the last 7 days are not in LinkedIn’s list of those sent.');
}, 120_000);
