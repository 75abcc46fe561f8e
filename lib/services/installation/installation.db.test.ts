import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { INSTALLATION, mismatches, WEDNESDAY } from '@/db/testing/send-world';
import { readMark } from '@/lib/platform/installation-mark';
import type { ServiceContext } from '../context';
import { renewLease } from '../workspaces/renew-lease';
import { compareInstallation } from './compare-installation';
import { confirmInstallation } from './confirm-installation';
import { readInstallation } from './read-installation';

let world: IncidentWorld;
let dataDir: string;
let sender: IncidentSender;

beforeAll(async () => {
  world = await openIncidentWorld();
});
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'headroom-installation-'));
  // Nothing of another test is connected any more, so that a comparison is of this test's account alone.
  await world.owner.orm.execute(sql`update accounts set state = 'removed'`);
  await world.owner.orm.execute(sql`delete from installations where id <> ${INSTALLATION}`);
  await world.owner.orm.execute(
    sql`update installations set held_reason = null, held_since = null, epoch = 0, lease_until = clock_timestamp() + interval '1 hour'`,
  );
  sender = await createIncidentSender(world, { people: 8 });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const invited = async () =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite').map((line) => String(line.personId));

type Message = Extract<Awaited<ReturnType<ServiceContext['provider']['listMessages']>>, { ok: true }>['value'][number];

/** A context whose provider lists one message of one person, and none of anybody else. */
function listing(ctx: ServiceContext, providerUserId: string | undefined, message: Message): ServiceContext {
  const listMessages: typeof ctx.provider.listMessages = async (_account, userId) => ({
    ok: true,
    headers: {},
    value: userId === providerUserId ? [message] : [],
  });
  return { ...ctx, provider: { ...ctx.provider, listMessages } };
}

/** Every row of the database as it is now, and a way back to it: what a backup and its restore do. */
async function backUp(): Promise<() => Promise<void>> {
  const { orm } = world.owner;
  const names = [
    ...(await orm.execute<{ name: string }>(sql`select tablename as name from pg_tables where schemaname = 'public'`)),
  ];
  await orm.execute(sql`create schema backup`);
  for (const { name } of names)
    await orm.execute(sql`create table backup.${sql.identifier(name)} as table public.${sql.identifier(name)}`);
  return async () => {
    await orm.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`set local lock_timeout = '20s'`);
      for (const { name } of names) {
        await tx.execute(sql`delete from public.${sql.identifier(name)}`);
        await tx.execute(sql`insert into public.${sql.identifier(name)} select * from backup.${sql.identifier(name)}`);
      }
    });
    await orm.execute(sql`drop schema backup cascade`);
  };
}

/** A context of an installation at a moment, as a job or as the owner. */
async function as(installationId: string, now = WEDNESDAY): Promise<ServiceContext> {
  return { ...(await world.at(now)), installationId };
}

async function workAs(installationId: string, from: Date, until: Date) {
  return runDay(world, sender, from, { until, wrap: (ctx) => ({ ...ctx, installationId }) });
}

const LATER_MS = 20 * 60_000;
const TEST_MS = 240_000;

describe('a database restored from an older copy', () => {
  it(
    'sends nothing until its accounts are compared and an owner confirms; whom it forgot is not asked twice',
    async () => {
      const first = await as(INSTALLATION);
      await renewLease(first, { dataDir });
      const restore = await backUp();
      const slot = await nextSlotOf(world, sender);
      const noon = new Date(slot.getTime() + LATER_MS);
      await workAs(INSTALLATION, WEDNESDAY, noon);
      const before = await invited();
      expect(before.length).toBeGreaterThan(0);
      expect(await renewLease(first, { dataDir })).toBe('ours');
      await restore();

      const restored = await as(INSTALLATION, noon);
      expect(await renewLease(restored, { dataDir })).toBe('restored');
      const evening = new Date(noon.getTime() + LATER_MS);
      await workAs(INSTALLATION, noon, evening);
      expect(await invited()).toEqual(before);
      await expect(confirmInstallation(restored)).rejects.toMatchObject({ code: 'refused' });

      await compareInstallation(restored);
      const { state, accounts } = await readInstallation(restored);
      expect(state).toBe('restored');
      const found = accounts.flatMap((account) => account.findings);
      expect(found.map((finding) => finding.kind)).toEqual(before.map(() => 'invite'));
      expect(await renewLease(restored, { dataDir })).toBe('restored');
      await confirmInstallation(restored);
      expect(await renewLease(restored, { dataDir })).toBe('ours');

      await workAs(INSTALLATION, evening, new Date(evening.getTime() + 60 * 60_000));
      const after = await invited();
      expect(after.length).toBeGreaterThan(before.length);
      expect(new Set(after).size).toBe(after.length);
    },
    TEST_MS,
  );

  it('is held, not trusted, when the mark in the data folder is lost', async () => {
    const ctx = await as(INSTALLATION);
    expect(await renewLease(ctx, { dataDir })).toBe('ours');
    expect(readMark(dataDir)).toBe(1);
    rmSync(path.join(dataDir, 'installation.mark'));
    expect(await renewLease(ctx, { dataDir })).toBe('restored');
  });
});

describe('a copy of the database under another installation', () => {
  it(
    'sends nothing however long it waits, while the first one goes on; confirmed, it is the only one that sends',
    async () => {
      const first = await as(INSTALLATION);
      const second = await as('ins_copy');
      await renewLease(first, { dataDir });
      const other = path.join(dataDir, 'other');
      expect(await renewLease(second, { dataDir: other })).toBe('moved');
      await world.owner.orm.execute(
        sql`update installations set lease_until = clock_timestamp() - interval '3 days' where id = 'ins_copy'`,
      );
      expect(await renewLease(second, { dataDir: other })).toBe('moved');

      const slot = await nextSlotOf(world, sender);
      const noon = new Date(slot.getTime() + LATER_MS);
      await workAs('ins_copy', WEDNESDAY, noon);
      expect(await invited()).toEqual([]);
      await workAs(INSTALLATION, WEDNESDAY, noon);
      const sent = await invited();
      expect(sent.length).toBeGreaterThan(0);

      const late = await as('ins_copy', noon);
      await compareInstallation(late);
      await confirmInstallation(late);
      expect(await renewLease(late, { dataDir: other })).toBe('ours');
      expect(await renewLease(await as(INSTALLATION, noon), { dataDir })).toBe('moved');
      const evening = new Date(noon.getTime() + 60 * 60_000);
      await workAs(INSTALLATION, noon, evening);
      expect(await invited()).toEqual(sent);
      await workAs('ins_copy', noon, evening);
      expect((await invited()).length).toBeGreaterThan(sent.length);
      await compareInstallation(await as(INSTALLATION, evening));
      await confirmInstallation(await as(INSTALLATION, evening));
    },
    TEST_MS,
  );
});

describe('a gap of half a day', () => {
  const afterGap = async () => {
    const ctx = await as(INSTALLATION);
    await renewLease(ctx, { dataDir });
    await world.owner.orm.execute(sql`update installations set lease_until = clock_timestamp() - interval '13 hours'`);
    expect(await renewLease(ctx, { dataDir })).toBe('gap');
    return ctx;
  };

  it('ends by itself once the comparison has found nothing', async () => {
    const ctx = await afterGap();
    expect(await compareInstallation(ctx)).toEqual({ compared: 1, released: true });
    expect(await renewLease(ctx, { dataDir })).toBe('ours');
  });

  it('waits for a person when somebody wrote in the meantime, and the reply it missed has stopped them', async () => {
    const ctx = await afterGap();
    const [person] = sender.people;
    const reply = { chatId: 'cht_gap', messageId: 'msg_gap', own: false, text: 'Hello there', at: WEDNESDAY };
    const reading = listing(ctx, person?.providerUserId, reply);
    expect(await compareInstallation(reading)).toEqual({ compared: 1, released: false });
    const { accounts } = await readInstallation(ctx);
    expect(accounts.flatMap((account) => account.findings)).toMatchObject([
      { kind: 'reply', prospectId: person?.prospectId },
    ]);
    const [row] = await world.owner.orm.execute<{ state: string }>(
      sql`select state from enrolments where id = ${person?.id ?? ''}`,
    );
    expect(row?.state).toBe('replied');
    expect(await renewLease(ctx, { dataDir })).toBe('gap');
  });

  it('waits for a person when a message was written that the database does not know, in a chat it does not know either', async () => {
    const ctx = await afterGap();
    const [person] = sender.people;
    const own = {
      chatId: 'cht_forgotten',
      messageId: 'msg_forgotten',
      own: true,
      text: 'A forgotten step',
      at: WEDNESDAY,
    };
    const reading = listing(ctx, person?.providerUserId, own);
    expect(await compareInstallation(reading)).toEqual({ compared: 1, released: false });
    const { accounts } = await readInstallation(ctx);
    expect(accounts.flatMap((account) => account.findings)).toMatchObject([
      { kind: 'message', prospectId: person?.prospectId },
    ]);
    const [row] = await world.owner.orm.execute<{ active: boolean }>(
      sql`select active from enrolments where id = ${person?.id ?? ''}`,
    );
    expect(row?.active).toBe(false);
  });

  it('is not over while an account’s lists cannot be read', async () => {
    const ctx = await afterGap();
    const blind: ServiceContext = {
      ...ctx,
      provider: {
        ...ctx.provider,
        listSentInvitations: async () => ({ ok: false, code: 'unavailable', detail: 'no answer', headers: {} }),
      },
    };
    expect(await compareInstallation(blind)).toEqual({ compared: 1, released: false });
    const { accounts } = await readInstallation(ctx);
    expect(accounts[0]?.unread).toContain('no answer');
    expect(await compareInstallation(ctx)).toEqual({ compared: 1, released: true });
  });
});
