import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { BudgetKey } from '@/lib/domain/limits/constants';
import type { ProviderPort } from '@/lib/providers/port';
import type { ServiceContext } from '@/lib/services/context';
import { withdrawNext } from '@/lib/services/invitations/withdraw-next';
import { withUnit } from '@/lib/services/with-unit';
import { enrolments } from '../schema/enrolments';
import { invitations } from '../schema/invitations';
import { sends } from '../schema/sends';
import { steps } from '../schema/steps';
import type { IncidentPerson, IncidentSender, IncidentWorld } from './incident-world';
import { createIncidentSender } from './incident-world';
import { WEDNESDAY } from './send-world';

/** Inside the hours of the day that every sender has open, with minutes after it. */
export const NOON = new Date('2026-03-04T11:00:00Z');
export const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const OLD = new Date('2026-01-20T10:00:00Z');

/** A sender whose campaign invited everybody 43 days ago by our rows, and waited for them in vain; the provider lists them all. */
export async function invited(
  world: IncidentWorld,
  people: number,
  caps: Partial<Record<BudgetKey, number>> = {},
): Promise<IncidentSender> {
  const sender = await createIncidentSender(world, { people, caps });
  const { provider } = await world.at(WEDNESDAY);
  const { workspaceId } = world;
  const { accountId, campaignId, stepId } = sender;
  const wait = { id: `${stepId}w`, kind: 'wait_accepted' as const, timeoutDays: 21, parentId: null, position: 1 };
  await world.owner.orm.insert(steps).values({ ...wait, workspaceId, campaignId, branch: 'main' });
  for (const { id: enrolmentId, prospectId, providerUserId } of sender.people) {
    const { answer } = await provider.invite(sender.providerAccountId, { providerUserId, note: null });
    if (answer.kind !== 'accepted') throw new Error('the simulator takes no invitation');
    const sendId = `snd_${enrolmentId}`;
    const known = { workspaceId, accountId, campaignId, enrolmentId, stepKey: stepId, prospectId, at: OLD, fence: 'f' };
    const send = { ...known, action: 'invite' as const, origin: 'engine' as const, spent: true, budgets: [], kept: [] };
    await world.owner.orm.insert(sends).values({ ...send, id: sendId, state: 'reserved' });
    for (const state of ['dispatching', 'sent'] as const)
      await world.owner.orm.update(sends).set({ state }).where(eq(sends.id, sendId));
    const invitation = { workspaceId, accountId, prospectId, sendId, sentAt: OLD, state: 'pending' as const };
    const providerRequestId = answer.providerRef;
    await world.owner.orm.insert(invitations).values({ ...invitation, id: `inv_${enrolmentId}`, providerRequestId });
  }
  await world.owner.orm
    .update(enrolments)
    .set({
      state: 'done',
      reason: 'sequence_finished',
      active: false,
      dueAt: null,
      action: null,
      workClass: null,
      stepId: wait.id,
    })
    .where(eq(enrolments.accountId, accountId));
  return sender;
}

/** Its invitations by our rows; what became of them; one by its person. */
export const rowsOf = (world: IncidentWorld, sender: IncidentSender) =>
  world.owner.orm
    .select()
    .from(invitations)
    .where(eq(invitations.accountId, sender.accountId))
    .orderBy(invitations.sentAt, invitations.id);
export const statesOf = async (world: IncidentWorld, sender: IncidentSender) =>
  (await rowsOf(world, sender)).map((row) => row.state).sort();
export const idOf = async (world: IncidentWorld, sender: IncidentSender, person: IncidentPerson | undefined) =>
  (await rowsOf(world, sender)).find((row) => row.prospectId === person?.prospectId)?.id ?? '';
/** The ledger’s rows of its withdrawals. */
export const withdrawalsOf = (world: IncidentWorld, sender: IncidentSender) =>
  world.owner.orm
    .select()
    .from(sends)
    .where(and(eq(sends.accountId, sender.accountId), eq(sends.action, 'withdraw')))
    .orderBy(sends.at);
/** The enrolment as it stands. */
export async function personOf(world: IncidentWorld, person: IncidentPerson | undefined) {
  const [row] = await world.owner.orm
    .select()
    .from(enrolments)
    .where(eq(enrolments.id, person?.id ?? ''));
  if (row === undefined) throw new Error('no enrolment');
  return row;
}
/** What the provider was asked, by its own record. */
export const askedOf = async (world: IncidentWorld, sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'withdraw').map((line) => line.outcome);

/** A context at a moment at which the account’s health has just been read. */
export async function healthy(
  world: IncidentWorld,
  sender: IncidentSender,
  now: Date,
  change: Partial<ProviderPort> = {},
): Promise<ServiceContext> {
  const ctx = await world.at(now, change);
  await withUnit(ctx, (unit) => unit.updateAccount(sender.accountId, { healthCheckedAt: now }));
  return ctx;
}

/** One turn at `now` over the given invitations, all of the account's by default. */
export async function turn(
  world: IncidentWorld,
  sender: IncidentSender,
  now = NOON,
  given: { ids?: string[]; change?: Partial<ProviderPort> } = {},
) {
  const ctx = await healthy(world, sender, now, given.change);
  const ids = given.ids ?? (await rowsOf(world, sender)).map((row) => row.id);
  return withdrawNext(ctx, { accountId: sender.accountId, ids, later: async () => ctx });
}

/** Works off the rest of the account's withdrawals of the day from `now`, as a run does. */
export async function workOff(world: IncidentWorld, sender: IncidentSender, from = NOON): Promise<string[]> {
  const did: string[] = [];
  let now = from;
  for (let n = 0; n < 40; n += 1) {
    const next = await turn(world, sender, now);
    did.push(next.did);
    if (next.kind === 'end') return did;
    expect(next.at.getTime()).toBeGreaterThanOrEqual(now.getTime() + 20_000);
    now = next.at;
  }
  throw new Error('the withdrawals did not end');
}
