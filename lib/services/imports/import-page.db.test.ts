import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema/accounts';
import { imports } from '@/db/schema/imports';
import { searchPages } from '@/db/schema/search-pages';
import { signals } from '@/db/schema/signals';
import { createProspect } from '@/db/testing/factories';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld } from '@/db/testing/incident-world';
import { asked, read, request, run, turn, waitOf } from '@/db/testing/search-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import { DEFAULT_WORKING_HOURS } from '@/lib/domain/accounts/constants';
import { SEARCH_GAP_MS_MIN } from '@/lib/domain/imports/search-pace';
import { isOpen } from '@/lib/domain/pacing/working-hours';
import type { ProviderPort } from '@/lib/providers/port';
import { pauseAccount } from '../accounts/pause-account';
import { resumeAccount } from '../accounts/resume-account';
import { deleteStop } from '../controls/delete-stop';
import { putStop } from '../controls/put-stop';
import { openDay } from '../days/open-day';
import { putLimit } from '../limits/put-limit';
import { cancelImport } from './cancel-import';
import { importPage } from './import-page';
import { listImportRows } from './list-import-rows';
import { strandedAudiences } from './stranded-audiences';

const HOUR_MS = 3_600_000;
const SCHEDULE = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
let world: IncidentWorld;
let sender: IncidentSender;

beforeAll(async () => {
  world = await openIncidentWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  sender = await createIncidentSender(world, { people: 0 });
});
const stage = () => ({ world, sender });

describe('a search', () => {
  it('brings its people page by page into the list, with the verdicts of a file, suppressions among them', async () => {
    const { id, slugs } = await request(stage(), 60, 'head of sales berlin');
    const base = { workspaceId: world.workspaceId, now: WEDNESDAY };
    const shown = slugs.slice(0, 60);
    // Nobody knows yet who of them is out of the network, so three are known and three suppressed.
    for (const slug of shown.slice(0, 3)) await createProspect(world.owner, { ...base, linkedinSlug: slug });
    for (const slug of shown.slice(30, 33))
      await createProspect(world.owner, { ...base, linkedinSlug: slug, suppressed: true });
    expect(await run(stage(), id)).toMatchObject({ state: 'done' });

    const lines = await asked(stage());
    expect(lines.map((line) => line.results)).toEqual([25, 25, 10]);
    const times = lines.map((line) => Date.parse(line.at));
    for (const [n, at] of times.entries()) {
      expect(isOpen(new Date(at), SCHEDULE)).toBe(true);
      if (n > 0) expect(at - (times[n - 1] ?? 0)).toBeGreaterThanOrEqual(SEARCH_GAP_MS_MIN);
    }
    const receipt = await read(stage(), id);
    const { rows, created, merged, duplicate, suppressed, invalid } = receipt;
    expect(rows).toBe(60);
    expect(created + merged + duplicate + suppressed + invalid).toBe(60);
    expect(merged).toBeGreaterThanOrEqual(2);
    expect(suppressed).toBeGreaterThanOrEqual(2);
    const ctx = await world.at(WEDNESDAY);
    const listed = await listImportRows(ctx, { id, limit: 200 });
    expect(listed.items.map((row) => row.rowNumber)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    const members = await world.owner.orm.execute(
      sql`select p.linkedin_slug as slug from list_members m join prospects p on p.id = m.prospect_id where m.list_id = ${receipt.listId}`,
    );
    const slugsIn = members.map((row) => String(row.slug));
    expect(slugsIn).toHaveLength(created + merged);
    expect(shown.slice(30, 33).filter((slug) => slugsIn.includes(slug))).toEqual([]);
    expect(await turn(stage(), id, new Date(WEDNESDAY.getTime() + HOUR_MS))).toEqual({ kind: 'end', state: 'done' });
    expect(await asked(stage())).toHaveLength(3);
  });

  it('that two runs work on at once asks for each page once and stores nobody twice', async () => {
    const { id } = await request(stage(), 100);
    const both = await Promise.all([turn(stage(), id, WEDNESDAY), turn(stage(), id, WEDNESDAY)]);
    expect(both.map((next) => next.kind)).toEqual(['wait', 'wait']);
    expect(await asked(stage())).toHaveLength(1);
    expect(await read(stage(), id)).toMatchObject({ rows: 25, state: 'running' });
    // The event delivered once more: the next page has its time, and a turn before it only waits.
    const { nextAt } = await read(stage(), id);
    const again = await turn(stage(), id, new Date(WEDNESDAY.getTime() + 1_000));
    expect(again).toEqual({ kind: 'wait', at: new Date(nextAt ?? 0) });
    expect(await asked(stage())).toHaveLength(1);
  });

  it('whose process dies after the call asks for that page again, pays for both, and stores it once', async () => {
    const { id } = await request(stage(), 25);
    const died = async () => {
      throw new Error('killed');
    };
    const ctx = await world.at(WEDNESDAY);
    await expect(importPage(ctx, { importId: id, later: died })).rejects.toThrow('killed');
    const later = new Date(WEDNESDAY.getTime() + 10 * 60_000);
    expect((await turn(stage(), id, later)).kind).toBe('wait');
    expect(await asked(stage())).toHaveLength(1);
    await passDeadlines();
    expect(await run(stage(), id, new Date(later.getTime() + 10 * 60_000))).toMatchObject({ state: 'done' });
    expect(await asked(stage())).toHaveLength(2);
    expect(await read(stage(), id)).toMatchObject({ rows: 25 });
    expect((await pages()).map((page) => [page.state, page.profiles])).toEqual([
      ['spent', 25],
      ['done', 25],
    ]);
  });
});

describe('a search waits with its reason', () => {
  it('when the profiles of the day are used up, until a moment after they are free, and never passes the cap', async () => {
    const ctx = await world.at(WEDNESDAY);
    await putLimit(ctx, { key: 'search_result.day', tiers: ['premium'], cap: 60 });
    try {
      const { id } = await request(stage(), 75);
      const end = new Date(WEDNESDAY.getTime() + 7 * HOUR_MS);
      await run(stage(), id, WEDNESDAY, end);
      const waiting = await read(stage(), id);
      expect(waiting).toMatchObject({ state: 'waiting', rows: 50, stateReason: expect.stringMatching(/in a day/) });
      const goesOnAt = new Date(waiting.nextAt ?? 0);
      expect(goesOnAt.getTime()).toBeGreaterThan(WEDNESDAY.getTime() + 24 * HOUR_MS);
      await openDay(await world.at(new Date('2026-03-05T08:30:00.000Z')), { accountId: sender.accountId });
      expect(await run(stage(), id, goesOnAt)).toMatchObject({ state: 'done' });
      const times = (await asked(stage())).map((line) => Date.parse(line.at));
      for (const at of times)
        expect(times.filter((one) => one <= at && one > at - 24 * HOUR_MS).length * 25).toBeLessThanOrEqual(60);
    } finally {
      await putLimit(await world.at(WEDNESDAY), { key: 'search_result.day', tiers: ['premium'], cap: null });
    }
  });

  it('after a limit answer, until the next working day, and so does every other search of the account', async () => {
    const { id } = await request(stage(), 50);
    const other = await request(stage(), 50);
    const path = `POST /v2/${sender.providerAccountId}/linkedin/search/people`;
    await world.simulator.call('POST', '/_sim/faults', { route: path, kind: '429' });
    const next = waitOf(await turn(stage(), id, WEDNESDAY));
    expect(next.getTime()).toBeGreaterThan(Date.parse('2026-03-05T08:00:00.000Z'));
    expect(isOpen(next, SCHEDULE)).toBe(true);
    expect(await read(stage(), id)).toMatchObject({
      state: 'waiting',
      rows: 0,
      stateReason: expect.stringMatching(/limited/),
    });
    const hourOn = new Date(WEDNESDAY.getTime() + HOUR_MS);
    expect(waitOf(await turn(stage(), other.id, hourOn)).getTime()).toBeGreaterThan(
      Date.parse('2026-03-05T08:00:00.000Z'),
    );
    expect(await asked(stage())).toEqual([]);
    const kept = await world.owner.orm.select().from(signals).where(eq(signals.accountId, sender.accountId));
    expect(kept).toMatchObject([{ action: 'search', kind: 'limit' }]);
    expect((await pages()).map((page) => [page.state, page.profiles])).toEqual([['spent', 25]]);
  });

  it('an hour after a page without an answer, and till another day after the second', async () => {
    const { id } = await request(stage(), 50);
    const path = `POST /v2/${sender.providerAccountId}/linkedin/search/people`;
    await world.simulator.call('POST', '/_sim/faults', { route: path, kind: 'reset_after_write', count: 2 });
    const first = waitOf(await turn(stage(), id, WEDNESDAY));
    expect(first.getTime()).toBeGreaterThanOrEqual(WEDNESDAY.getTime() + HOUR_MS);
    expect(first.getTime()).toBeLessThan(WEDNESDAY.getTime() + 2 * HOUR_MS);
    expect(waitOf(await turn(stage(), id, first)).getTime()).toBeGreaterThan(Date.parse('2026-03-05T08:00:00.000Z'));
  });

  it('while the account is paused or the kill switch is on, asks for nothing, and goes on afterwards', async () => {
    const { id } = await request(stage(), 100);
    await turn(stage(), id, WEDNESDAY);
    const at = (minutes: number) => new Date(WEDNESDAY.getTime() + minutes * 60_000);
    await pauseAccount(await world.at(at(20)), { id: sender.accountId });
    const look = waitOf(await turn(stage(), id, at(20)));
    expect(await read(stage(), id)).toMatchObject({
      state: 'waiting',
      stateReason: 'The account is paused.',
      rows: 25,
    });
    await resumeAccount(await world.at(at(30)), { id: sender.accountId });
    await putStop(await world.at(at(30)), { scope: 'workspace' });
    const lookOn = waitOf(await turn(stage(), id, look));
    expect(await read(stage(), id)).toMatchObject({
      state: 'waiting',
      stateReason: expect.stringMatching(/kill switch/),
    });
    expect(await asked(stage())).toHaveLength(1);
    await deleteStop(await world.at(lookOn), { scope: 'workspace' });
    await turn(stage(), id, lookOn);
    expect(await read(stage(), id)).toMatchObject({ state: 'running', stateReason: null, rows: 50 });
    expect(await asked(stage())).toHaveLength(2);
  });

  it('when the account is lost in the middle of it, and shows that', async () => {
    const { id } = await request(stage(), 50);
    const path = `/_sim/accounts/${sender.providerAccountId}/status`;
    await world.simulator.call('POST', path, { status: 'disconnected' });
    await turn(stage(), id, WEDNESDAY);
    await turn(stage(), id, new Date(WEDNESDAY.getTime() + HOUR_MS));
    expect(await read(stage(), id)).toMatchObject({ state: 'waiting', stateReason: 'The account is not connected.' });
    const [account] = await world.owner.orm.select().from(accounts).where(eq(accounts.id, sender.accountId));
    expect(account?.state).toBe('disconnected');
    expect(await asked(stage())).toEqual([]);
  });
});

describe('a search ends', () => {
  it('when it is cancelled, a page on its way included, and keeps the people it has', async () => {
    const { id } = await request(stage(), 100);
    const next = waitOf(await turn(stage(), id, WEDNESDAY));
    const ctx = await world.at(next);
    const searchPeople: ProviderPort['searchPeople'] = async (...call) => {
      const page = await ctx.provider.searchPeople(...call);
      await cancelImport(ctx, { id });
      return page;
    };
    expect(await turn(stage(), id, next, { searchPeople })).toEqual({ kind: 'end', state: 'cancelled' });
    expect(await read(stage(), id)).toMatchObject({ state: 'cancelled', rows: 25, nextAt: null });
    expect((await pages()).map((page) => page.state)).toEqual(['done', 'done']);
    expect(await cancelImport(ctx, { id })).toMatchObject({ state: 'cancelled' });
  });

  it('with a reason when the plan has no access, and a wrong request is refused before it begins', async () => {
    await world.owner.orm.update(accounts).set({ tier: 'sales_navigator' }).where(eq(accounts.id, sender.accountId));
    const navigator = 'https://www.linkedin.com/sales/search/people?query=x';
    const { id } = await request(stage(), 50, navigator);
    expect(await turn(stage(), id, WEDNESDAY)).toEqual({ kind: 'end', state: 'failed' });
    expect(await read(stage(), id)).toMatchObject({ state: 'failed', stateReason: expect.stringMatching(/no access/) });
    await world.owner.orm.update(accounts).set({ tier: 'premium' }).where(eq(accounts.id, sender.accountId));
    await expect(request(stage(), 50, navigator)).rejects.toMatchObject({ fields: [{ path: 'search' }] });
    await expect(request(stage(), 1_001)).rejects.toMatchObject({ fields: [{ path: 'most' }] });
    await expect(request(stage(), 50, 'https://example.test/')).rejects.toMatchObject({ fields: [{ path: 'search' }] });
  });
});

it('a search whose event was lost or whose run has died is found, one that waits for its time is not', async () => {
  const { id } = await request(stage(), 50);
  const found = async (now: Date) =>
    (await strandedAudiences(await world.at(now), {})).filter((one) => one.importId === id);
  expect(await found(WEDNESDAY)).toEqual([]);
  const late = new Date(WEDNESDAY.getTime() + HOUR_MS);
  expect(await found(late)).toEqual([{ importId: id, accountId: sender.accountId }]);
  await turn(stage(), id, late);
  expect(await found(late)).toEqual([]);
});

it('the application can neither write nor change the ledger of the searches, and nothing settles a page twice', async () => {
  const { id } = await request(stage(), 25);
  await run(stage(), id);
  const [page] = await pages();
  await expect(world.app.orm.update(searchPages).set({ profiles: 0 })).rejects.toThrow();
  await expect(
    world.owner.orm
      .update(searchPages)
      .set({ profiles: 0 })
      .where(eq(searchPages.id, page?.id ?? '')),
  ).rejects.toThrow();
  const [row] = await world.owner.orm.select().from(imports).where(eq(imports.id, id));
  expect(row).toMatchObject({ state: 'done', nextAt: null });
});

async function pages() {
  return world.owner.orm
    .select()
    .from(searchPages)
    .where(eq(searchPages.accountId, sender.accountId))
    .orderBy(searchPages.at);
}

/** Wall time passes: the deadline of every page that is on its way is over. */
async function passDeadlines(): Promise<void> {
  await world.owner.orm.execute(sql`alter table search_pages disable trigger user`);
  await world.owner.orm.execute(sql`update search_pages set deadline_at = clock_timestamp() - interval '1 second'`);
  await world.owner.orm.execute(sql`alter table search_pages enable trigger user`);
}
