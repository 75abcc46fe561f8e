import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, openDatabase } from '../../../db/client';
import { dispatchSend } from '../../../db/queries/send-store';
import { createCampaign, createProspect } from '../../../db/testing/factories';
import type { SendWorld } from '../../../db/testing/send-world';
import { createSender, INSTALLATION, openSendWorld, reserveAs, WEDNESDAY } from '../../../db/testing/send-world';
import { testContext } from '../../../db/testing/service-context';
import type { Role } from '../../domain/access/roles';
import { addPeople } from '../campaigns/add-people';
import { deleteProspect } from '../prospects/delete-prospect';
import { createSuppression } from './create-suppression';
import { deleteSuppression } from './delete-suppression';
import { listSuppressions } from './list-suppressions';

const NOW = WEDNESDAY;
let world: SendWorld;

beforeAll(async () => {
  world = await openSendWorld(NOW);
});
afterAll(async () => {
  await world.close();
});

const context = (role: Role = 'owner') =>
  testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, role, now: NOW });
const person = (input: { email?: string; linkedinSlug?: string | null } = {}) =>
  createProspect(world.owner, { workspaceId: world.workspaceId, now: NOW, ...input });
const draft = () =>
  createCampaign(world.owner, {
    workspaceId: world.workspaceId,
    ownerId: world.ownerId,
    senderIds: [],
    now: NOW,
    state: 'draft',
  });
const enrolmentsOf = async (prospectId: string) => [
  ...(await world.owner.orm.execute(
    sql`select state, reason, due_at, active from enrolments where prospect_id = ${prospectId}`,
  )),
];

test('a handle that nobody has yet is suppressed for whoever turns up with it', async () => {
  const made = await createSuppression(context('rep'), {
    kind: 'linkedin_slug',
    value: 'https://www.linkedin.com/in/Nobody-Yet/?x=1',
    reason: 'asked us to',
  });
  expect(made).toMatchObject({ kind: 'linkedin_slug', value: 'nobody-yet', reason: 'asked us to', dispatching: [] });
  expect(made.id).toMatch(/^sup_[0-9a-f]{32}$/);
  await world.owner.orm.execute(sql`update identities set prospect_id = 'ppl_late' where value = 'nobody-yet'`);
  const { items } = await listSuppressions(context(), { query: 'NOBODY' });
  expect(items).toMatchObject([{ id: made.id, prospectId: 'ppl_late', suppressedBy: 'A test user' }]);
});

test('a person suppressed before is left out of a campaign, and one suppressed after is taken out of it', async () => {
  const [before, after] = [await person({ email: 'Before@One.test'.toLowerCase() }), await person()];
  await createSuppression(context(), { kind: 'email', value: ' BEFORE@one.test ' });
  const campaign = await draft();
  const sender = await createSender(world, { now: NOW, people: 0 });
  await world.owner.orm.execute(
    sql`insert into campaign_senders (workspace_id, campaign_id, account_id) values (${world.workspaceId}, ${campaign.id}, ${sender.accountId})`,
  );
  const added = await addPeople(context(), { id: campaign.id, prospectIds: [before.id, after.id] });
  expect(added).toMatchObject({ enrolled: 1, leftOut: { suppressed: 1 } });
  const made = await createSuppression(context(), { kind: 'linkedin_slug', value: after.linkedinSlug ?? '' });
  expect(made.stoppedEnrolments).toBe(1);
  expect(await enrolmentsOf(after.id)).toMatchObject([
    { state: 'stopped', reason: 'suppressed', due_at: null, active: false },
  ]);
});

test('a suppression names what is dispatching, and what is only reserved is released', async () => {
  const sender = await createSender(world, { now: NOW, people: 2 });
  const [one, two] = sender.enrolments;
  if (!one || !two) throw new Error('two enrolments');
  const sends = [
    await reserveAs(world, { sender, enrolment: one, now: NOW }),
    await reserveAs(world, { sender, enrolment: two, now: NOW }),
  ];
  const dispatch = (send: (typeof sends)[number] | undefined) =>
    inWorkspace(world.app, world.workspaceId, (tx) =>
      dispatchSend(tx, {
        sendId: send?.sendId ?? '',
        fence: send?.fence ?? '',
        now: NOW,
        installationId: INSTALLATION,
        deadlineMs: 30_000,
      }),
    );
  expect(await dispatch(sends[0])).toMatchObject({ outcome: 'dispatching' });
  const [first, second] = [
    await createSuppression(context(), { kind: 'linkedin_slug', value: one.prospectId }),
    await createSuppression(context(), { kind: 'linkedin_slug', value: two.prospectId }),
  ];
  expect(first.dispatching).toEqual([sends[0]?.sendId]);
  expect(second.dispatching).toEqual([]);
  expect(await dispatch(sends[1])).toMatchObject({ outcome: 'released', reason: 'suppressed' });
});

/** A dispatch that is decided at once and commits when it is told to. */
async function heldDispatch(send: { id: string; fence: string }) {
  let commit: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((decided, failed) => {
    done = inWorkspace(world.app, world.workspaceId, async (tx) => {
      const times = { now: NOW, deadlineMs: 30_000 };
      const row = await dispatchSend(tx, {
        sendId: send.id,
        fence: send.fence,
        installationId: INSTALLATION,
        ...times,
      });
      expect(row.outcome).toBe('dispatching');
      decided();
      await told;
    });
    done.catch(failed);
  });
  return {
    commit: () => {
      commit();
      return done;
    },
  };
}

test.each(['linkedin_slug', 'domain'] as const)(
  'a suppression by %s waits for a dispatch that is about to commit, and names it',
  async (kind) => {
    const sender = await createSender(world, { now: NOW, people: 1 });
    const [enrolment] = sender.enrolments;
    if (!enrolment) throw new Error('an enrolment');
    const { prospectId } = enrolment;
    await world.owner.orm.execute(
      sql`insert into identities (workspace_id, kind, value, prospect_id, created_at) values (${world.workspaceId}, 'email', ${`${prospectId}@${kind.replace('_', '-')}.test`}, ${prospectId}, ${NOW.toISOString()}::timestamptz)`,
    );
    const row = await reserveAs(world, { sender, enrolment, now: NOW });
    const open = await heldDispatch({ id: row.sendId ?? '', fence: row.fence });
    const made = createSuppression(context(), { kind, value: kind === 'domain' ? 'domain.test' : prospectId });
    expect(await Promise.race([made.then(() => 'answered'), sleep(300).then(() => 'waits')])).toBe('waits');
    await open.commit();
    expect((await made).dispatching).toEqual([row.sendId]);
  },
);

test('of dispatches that race a suppression of their domain, exactly those that it names get through', async () => {
  const sender = await createSender(world, { now: NOW, people: 40 });
  const domain = 'race.test';
  await world.owner.orm.execute(
    sql`insert into identities (workspace_id, kind, value, prospect_id, created_at)
      select workspace_id, 'email', prospect_id || '@' || ${domain}, prospect_id, ${NOW.toISOString()}::timestamptz from enrolments where account_id = ${sender.accountId}`,
  );
  const reserved: { id: string; fence: string }[] = [];
  for (const enrolment of sender.enrolments) {
    const row = await reserveAs(world, { sender, enrolment, now: NOW });
    reserved.push({ id: row.sendId ?? '', fence: row.fence });
  }
  const racers = openDatabase(world.database.appUrl, 16);
  let made: ReturnType<typeof createSuppression> | undefined;
  const through: string[] = [];
  const dispatches = reserved.map(async (send) => {
    const row = await inWorkspace(racers, world.workspaceId, (tx) =>
      dispatchSend(tx, {
        sendId: send.id,
        fence: send.fence,
        now: NOW,
        installationId: INSTALLATION,
        deadlineMs: 30_000,
      }),
    );
    if (row.outcome === 'dispatching') through.push(send.id);
    made ??= createSuppression(context(), { kind: 'domain', value: `@${domain.toUpperCase()}` });
  });
  await Promise.all(dispatches);
  await racers.end();
  expect(await made).toMatchObject({ stoppedEnrolments: 40, dispatching: through.sort() });
});

test('a domain covers the addresses below it, shows as one, and lifting it frees only what it covered', async () => {
  const [covered, own] = [await person({ email: 'a@dom.test' }), await person({ email: 'b@dom.test' })];
  const single = await createSuppression(context(), { kind: 'email', value: 'b@dom.test', reason: 'said no' });
  const whole = await createSuppression(context(), { kind: 'domain', value: 'dom.test' });
  const marked = async () => {
    const rows = await world.owner.orm.execute(
      sql`select prospect_id as id from identities where kind = 'email' and suppressed_at is not null and prospect_id in (${covered.id}, ${own.id}) order by value`,
    );
    return [...rows].map((row) => row.id);
  };
  expect(await marked()).toEqual([covered.id, own.id]);
  const listed = (await listSuppressions(context(), { query: 'dom.test' })).items.map((item) => item.id);
  expect(listed.sort()).toEqual([single.id, whole.id].sort());
  await deleteSuppression(context(), { id: single.id });
  expect(await marked()).toEqual([covered.id, own.id]);
  await deleteSuppression(context(), { id: whole.id });
  expect(await marked()).toEqual([]);
});

test('lifting takes an admin, an erased person stays suppressed, and a second time changes nothing', async () => {
  const made = await createSuppression(context(), { kind: 'phone', value: '0049 30 1234567' });
  expect(made.value).toBe('+49301234567');
  const again = await createSuppression(context(), { kind: 'phone', value: '+49 (30) 123 45 67' });
  expect(again).toMatchObject({ id: made.id, suppressedAt: made.suppressedAt, suppressedBy: 'A test user' });
  await expect(deleteSuppression(context('rep'), { id: made.id })).rejects.toMatchObject({ code: 'forbidden' });
  await deleteSuppression(context('admin'), { id: made.id });
  await expect(deleteSuppression(context(), { id: made.id })).rejects.toMatchObject({ code: 'not_found' });
  const gone = await person({ email: 'gone@one.test' });
  await deleteProspect(context(), { id: gone.id });
  const { items } = await listSuppressions(context(), { limit: 200 });
  expect(items.some((item) => item.value.startsWith('erased:'))).toBe(false);
});

test.each([
  ['email', 'not an address'],
  ['domain', 'nodots'],
  ['linkedin_slug', 'https://www.linkedin.com/company/acme'],
  ['linkedin_slug', '   '],
] as const)('a %s such as "%s" is refused with the field named', async (kind, value) => {
  await expect(createSuppression(context(), { kind, value })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'value' }],
  });
});

test('the audit trail holds no handle', async () => {
  await createSuppression(context(), { kind: 'email', value: 'secret@person.test' });
  const rows = await world.owner.orm.execute(
    sql`select details, object_id from audit_entries where action like 'suppression%'`,
  );
  expect(JSON.stringify([...rows])).not.toContain('secret@');
});
