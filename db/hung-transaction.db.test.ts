import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database, Tx } from './client';
import { inWorkspace, openDatabase } from './client';
import type { Sender, SendWorld } from './testing/send-world';
import { createSender, openSendWorld, reserveAs, WEDNESDAY } from './testing/send-world';

let world: SendWorld;
let sender: Sender;
/** A worker's pool of one connection that PostgreSQL ends after a moment instead of the app's 15 seconds. */
let worker: Database;

beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  sender = await createSender(world, { now: WEDNESDAY, people: 2 });
  worker = openDatabase(`${world.database.appUrl}?idle_in_transaction_session_timeout=300`, 1);
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

test('the app’s own sessions are ended after 15 seconds of silence in a transaction', async () => {
  const [row] = await world.app.orm.execute<{ limit: string }>(
    sql`select current_setting('idle_in_transaction_session_timeout') as "limit"`,
  );
  expect(row?.limit).toBe('15s');
});

test('a worker that hangs in a transaction loses its locks and all it wrote, and when it wakes it can write nothing more', async () => {
  const [person] = sender.enrolments;
  if (person === undefined) throw new Error('nobody');
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let began = () => {};
  const holds = new Promise<void>((resolve) => {
    began = resolve;
  });
  const zombie: { late: Promise<unknown> | null } = { late: null };
  const hung = inWorkspace(worker, world.workspaceId, async (tx) => {
    await rename(tx, 'first words of a hung worker');
    began();
    await asleep;
    zombie.late = rename(tx, 'late words of a hung worker');
    await zombie.late;
  }).then(
    () => 'committed',
    () => 'ended',
  );
  await holds;
  // The campaign's row is locked by the hung worker; a reservation needs it and is let through.
  expect(await reserveAs(world, { sender, enrolment: person, now: WEDNESDAY })).toMatchObject({ outcome: 'reserved' });
  expect(await hung).toBe('ended');

  // The pool goes on with a new session; what the old one still says must not get into the new one's transaction.
  const next = inWorkspace(worker, world.workspaceId, async (tx) => {
    await tx.execute(sql`select 1`);
    wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.execute(sql`select 1`);
    return 'went on';
  });
  expect(await next).toBe('went on');
  await expect(zombie.late).rejects.toMatchObject({ cause: { message: expect.stringContaining('has ended') } });
  expect(await nameOf()).toBe('A test campaign');
});

async function rename(tx: Tx, name: string) {
  await tx.execute(sql`update campaigns set name = ${name} where id = ${sender.campaignId}`);
}

async function nameOf() {
  const [row] = await world.owner.orm.execute<{ name: string }>(
    sql`select name from campaigns where id = ${sender.campaignId}`,
  );
  return row?.name;
}
