import { eq } from 'drizzle-orm';
import { workClassOf } from '../../lib/domain/campaigns/constants';
import type { Action } from '../../lib/domain/limits/constants';
import type { ProviderAnswer } from '../../lib/domain/sends/provider-answer';
import type { ProviderPort, WriteResult } from '../../lib/providers/port';
import type { ServiceContext } from '../../lib/services/context';
import { performSend } from '../../lib/services/sends/perform-send';
import { reserveNext } from '../../lib/services/sends/reserve-next';
import { withUnit } from '../../lib/services/with-unit';
import { accounts } from '../schema/accounts';
import { actionPaces } from '../schema/action-paces';
import { budgets } from '../schema/budgets';
import { enrolments } from '../schema/enrolments';
import { prospects } from '../schema/prospects';
import { resolutions } from '../schema/resolutions';
import { sends } from '../schema/sends';
import { signals } from '../schema/signals';
import { steps } from '../schema/steps';
import type { Sender, SendWorld } from './send-world';
import { createSender, WEDNESDAY } from './send-world';
import { testContext } from './service-context';

export type DueAction = Extract<Action, 'invite' | 'message' | 'inmail' | 'resolve'>;

/** A sender whose people have one action due, with a provider that gives one answer and counts how often it was asked. */
export interface AnsweredWorld {
  world: SendWorld;
  sender: Sender;
  action: DueAction;
  ctx: ServiceContext;
  calls: () => number;
}

/** Two people of a new account have `action` due; whatever the provider is asked, it says `result`. */
export async function openAnswered(
  world: SendWorld,
  input: {
    action: DueAction;
    result: Omit<WriteResult, 'headers'> & { headers?: Record<string, string> };
    note?: string;
    provider?: 'linkedin' | 'instagram';
    change?: Partial<ProviderPort>;
  },
): Promise<AnsweredWorld> {
  const { action } = input;
  const sender = await createSender(world, { now: WEDNESDAY, people: 2 });
  const { orm } = world.owner;
  if (input.provider !== undefined)
    await orm.update(accounts).set({ provider: input.provider }).where(eq(accounts.id, sender.accountId));
  const kind = action === 'resolve' ? 'invite' : action;
  await orm
    .update(steps)
    .set({ kind, text: 'Hello there', note: input.note ?? null, subject: action === 'inmail' ? 'Hello' : null })
    .where(eq(steps.id, sender.stepId));
  for (const { id, prospectId } of sender.enrolments) {
    await orm.update(prospects).set({ linkedinSlug: prospectId }).where(eq(prospects.id, prospectId));
    await orm
      .update(enrolments)
      .set({ action, workClass: workClassOf(action) })
      .where(eq(enrolments.id, id));
    if (action === 'resolve') continue;
    await orm.insert(resolutions).values({
      workspaceId: world.workspaceId,
      accountId: sender.accountId,
      prospectId,
      providerUserId: prospectId,
      degree: action === 'message' ? 1 : 2,
      resolvedAt: WEDNESDAY,
    });
  }
  let calls = 0;
  const result: WriteResult = { headers: {}, ...input.result };
  const say = async () => {
    calls += 1;
    return result;
  };
  const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now: WEDNESDAY });
  const getProfile: ProviderPort['getProfile'] = async () => {
    if (action === 'resolve') calls += 1;
    return { ok: false, code: 'unavailable', detail: 'no answer', headers: {} };
  };
  const provider = { ...base.provider, invite: say, sendMessage: say, sendInmail: say, getProfile, ...input.change };
  return { world, sender, action, ctx: { ...base, provider }, calls: () => calls };
}

/** The account's next due step is reserved, dispatched, called and settled; answers what came of it, or why nothing did. */
export async function sendOne({ ctx, sender, action }: AnsweredWorld, now = ctx.now): Promise<string> {
  const at = { ...ctx, now };
  const account = await withUnit(at, (unit) => unit.accountById(sender.accountId));
  if (account === null) throw new Error('the account is gone');
  const reserved = await reserveNext(at, {
    account,
    later: async () => at,
    ready: [action],
    parkedCampaigns: new Set(),
  });
  if (reserved.kind === 'none') return reserved.reason;
  return performSend(at, { account, work: reserved.work, send: reserved.send, later: async () => at });
}

/** Everything that an answer can have changed. */
export async function tracesOf({ world, sender, action }: AnsweredWorld) {
  const { orm } = world.owner;
  const ofAccount = { accountId: sender.accountId };
  const [send] = await orm.select().from(sends).where(eq(sends.accountId, ofAccount.accountId));
  if (send === undefined) throw new Error('nothing was sent');
  const [account] = await orm.select().from(accounts).where(eq(accounts.id, sender.accountId));
  const people = await orm.select().from(enrolments).where(eq(enrolments.accountId, sender.accountId));
  const paces = await orm.select().from(actionPaces).where(eq(actionPaces.accountId, sender.accountId));
  const kept = await orm.select().from(signals).where(eq(signals.accountId, sender.accountId));
  const caps = await orm.select().from(budgets).where(eq(budgets.accountId, sender.accountId));
  return {
    send,
    account,
    person: people.find((row) => row.id === send.enrolmentId),
    pace: paces.find((row) => row.action === action),
    signals: kept,
    capOf: (key: string) => caps.find((row) => row.key === key && row.campaignId === '')?.cap,
  };
}

/** A refusal as the table of answers names it. */
export function refusal(code: Extract<ProviderAnswer, { kind: 'refused' }>['code'], resetAfterS?: number) {
  const reset = resetAfterS === undefined ? {} : { resetAfterS };
  return { kind: 'refused' as const, code, detail: code, ...reset };
}
