import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../db/client';
import { accountById, rampDay } from '../../db/queries/sending-days';
import { accounts } from '../../db/schema/accounts';
import { enrolments } from '../../db/schema/enrolments';
import { invitations } from '../../db/schema/invitations';
import { rampDays } from '../../db/schema/ramp-days';
import { resolutions } from '../../db/schema/resolutions';
import { sends } from '../../db/schema/sends';
import { budgetsOf } from '../../lib/domain/limits/budgets-of-action';
import { limitFor } from '../../lib/domain/limits/catalogue';
import type { Action } from '../../lib/domain/limits/constants';
import { dayCapsOf } from '../../lib/domain/limits/day-caps';
import { planDay } from '../../lib/domain/ramp/plan-day';
import { newId } from '../../lib/platform/ids';
import type { ProviderPort, ProviderProfile } from '../../lib/providers/port';
import type { ServiceContext } from '../../lib/services/context';
import { withWorkspace } from '../../lib/services/context';
import { writeBudgets } from '../../lib/services/days/write-budgets';
import type { PastDay } from './history-plan';
import type { SimulatorControl } from './simulator-control';

export interface HistoryInput {
  owner: Database;
  ctx: ServiceContext;
  provider: ProviderPort;
  simulator: SimulatorControl;
  workspaceId: string;
  accountId: string;
  providerAccountId: string;
  campaignId: string;
  inviteStepId: string;
  days: PastDay[];
  /** People of the campaign who were invited in that time, in the order of the slots. */
  people: { enrolmentId: string; prospectId: string; slug: string }[];
}

/** An invitation follows its look-up after this long. */
const INVITE_AFTER_MS = 11 * 60_000;

/**
 * The first days of an account as they would have been: each look-up and invitation is really made at the simulator, at
 * its own moment of the past, and booked in the ledger at that moment. Nothing here passes a cap of the ramp's first week.
 */
export async function seedHistory(input: HistoryInput): Promise<void> {
  const people = [...input.people];
  for (const [index, day] of input.days.entries()) {
    await writeRampDay(input, day, index);
    await openBudgets(input, day);
    for (const slot of day.slots) {
      const person = people.shift();
      if (person === undefined) return;
      await invite(input, person, slot);
    }
  }
  await input.owner.orm.update(accounts).set({ rampWeek: 1 }).where(eq(accounts.id, input.accountId));
  await recount(input);
}

/** The caps of the day as its opening would have written them, so that no send of the past is one without a cap. */
async function openBudgets(input: HistoryInput, day: PastDay): Promise<void> {
  const ctx = { ...input.ctx, now: openedAt(day) };
  await withWorkspace(ctx, async (tx) => {
    const account = await accountById(tx, input.accountId);
    const row = await rampDay(tx, input.accountId, day.localDate);
    if (account === null || row === null) throw new Error(`the day ${day.localDate} was not written`);
    await writeBudgets(tx, ctx, {
      account,
      timeZone: 'Europe/Berlin',
      day: row,
      credits: null,
      limits: limitFor,
      mayRaise: true,
    });
  });
}

/** The counters of today's windows, from the rows that were booked past them. */
async function recount(input: HistoryInput): Promise<void> {
  const now = sql`${input.ctx.now.toISOString()}::timestamptz`;
  await input.owner.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('headroom.recounting', 'on', true)`);
    await tx.execute(sql`update budgets b set since = w.since, used = (select count(*) from sends s where s.account_id = b.account_id
        and b.key = any (s.kept) and s.at > w.since and (b.campaign_id = '' or s.campaign_id = b.campaign_id))
      from (select account_id, key, campaign_id, budget_window_start(${now}, anchor, width_ms, time_zone) as since from budgets) w
      where b.account_id = ${input.accountId} and (w.account_id, w.key, w.campaign_id) = (b.account_id, b.key, b.campaign_id)`);
  });
}

const openedAt = (day: PastDay) => new Date(day.start.getTime() + 8 * 3_600_000);

async function writeRampDay(input: HistoryInput, day: PastDay, index: number): Promise<void> {
  const dayCaps = dayCapsOf({ targets: {}, tier: 'premium' }, limitFor);
  const plan = planDay({
    seed: `${input.accountId}:${day.localDate}`,
    week: 1,
    otherWeek: 1,
    weeks: 4,
    dayCaps,
    ceilings: {},
  });
  await input.owner.orm.insert(rampDays).values({
    workspaceId: input.workspaceId,
    accountId: input.accountId,
    localDate: day.localDate,
    week: 1,
    weeks: 4,
    decision: index === 0 ? 'start' : 'hold',
    reason: index === 0 ? 'The ramp starts.' : 'At most one step up in 7 days.',
    inputs: { otherWeek: 1, otherSteppedUpAt: input.days[0]?.start.toISOString() ?? null },
    ...plan,
    timeZone: 'Europe/Berlin',
    openHours: day.openHours,
    startsAt: day.start,
    endsAt: day.end,
    madeAt: openedAt(day),
  });
}

async function invite(input: HistoryInput, person: HistoryInput['people'][number], slot: Date): Promise<void> {
  const { provider, simulator, providerAccountId } = input;
  await simulator.pinClock(slot);
  const profile = await provider.getProfile(providerAccountId, person.slug, { fresh: true });
  if (!profile.ok) throw new Error(`the look-up of ${person.slug} failed: ${profile.detail}`);
  await keepProfile(input, person, profile.value, slot);
  await book(input, person, {
    action: 'resolve',
    stepKey: `resolve:${input.inviteStepId}:0`,
    at: slot,
    ref: profile.value.providerUserId,
  });
  if (profile.value.degree === 1 || profile.value.degree === 4) return;
  const at = new Date(slot.getTime() + INVITE_AFTER_MS);
  await simulator.pinClock(at);
  const { answer } = await provider.invite(providerAccountId, {
    providerUserId: profile.value.providerUserId,
    note: null,
  });
  if (answer.kind !== 'accepted') throw new Error(`the invitation of ${person.slug} was not accepted: ${answer.kind}`);
  const sendId = await book(input, person, {
    action: 'invite',
    stepKey: input.inviteStepId,
    at,
    ref: answer.providerRef,
  });
  await input.owner.orm.insert(invitations).values({
    workspaceId: input.workspaceId,
    id: newId('invitation'),
    accountId: input.accountId,
    prospectId: person.prospectId,
    sendId,
    providerRequestId: answer.providerRef,
    state: 'pending',
    sentAt: at,
  });
  await input.owner.orm
    .update(enrolments)
    .set({ invitedAt: at, stepId: input.inviteStepId, stepSince: slot })
    .where(eq(enrolments.id, person.enrolmentId));
}

async function keepProfile(
  input: HistoryInput,
  person: HistoryInput['people'][number],
  profile: ProviderProfile,
  at: Date,
): Promise<void> {
  await input.owner.orm.insert(resolutions).values({
    workspaceId: input.workspaceId,
    accountId: input.accountId,
    prospectId: person.prospectId,
    providerUserId: profile.providerUserId,
    degree: profile.degree,
    openProfile: profile.openProfile,
    openProfileAt: at,
    visitToken: profile.visitToken,
    resolvedAt: at,
  });
}

/** A row of the ledger goes through the same states as every other: the triggers of the database see to that. */
async function book(
  input: HistoryInput,
  person: HistoryInput['people'][number],
  send: { action: Action; stepKey: string; at: Date; ref: string | null },
): Promise<string> {
  const id = newId('send');
  const keys = budgetsOf({ action: send.action, withNote: false, inCampaign: true });
  await input.owner.orm.insert(sends).values({
    workspaceId: input.workspaceId,
    id,
    accountId: input.accountId,
    campaignId: input.campaignId,
    enrolmentId: person.enrolmentId,
    stepKey: send.stepKey,
    prospectId: person.prospectId,
    action: send.action,
    origin: 'engine',
    state: 'reserved',
    spent: true,
    fence: 'history',
    budgets: keys,
    kept: keys,
    at: send.at,
  });
  const row = inArray(sends.id, [id]);
  await input.owner.orm.update(sends).set({ state: 'dispatching', dispatchedAt: send.at }).where(row);
  await input.owner.orm
    .update(sends)
    .set({ state: 'sent', settledAt: send.at, providerRef: send.ref, answer: { code: 'accepted', detail: '' } })
    .where(row);
  return id;
}
