import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Action } from '../../lib/domain/limits/constants';
import { inWorkspace, rowsOf } from '../client';
import type { ModelSend } from './budget-model';
import { BudgetModel } from './budget-model';
import { createCampaign } from './factories';
import { SMALL } from './model-commands';
import type { SendWorld } from './send-world';
import { addPeople, createSender, putCap, setClock } from './send-world';

const KINDS: { action: Action; variant: 'plain' | 'note'; origin: 'engine' | 'typed'; campaign: 0 | 1 | null }[] = [
  { action: 'invite', variant: 'plain', origin: 'engine', campaign: 0 },
  { action: 'invite', variant: 'note', origin: 'engine', campaign: 1 },
  { action: 'reaction', variant: 'plain', origin: 'engine', campaign: 0 },
  { action: 'message', variant: 'plain', origin: 'typed', campaign: null },
];

/** One account in the store and in memory. */
export interface ModelRun {
  world: SendWorld;
  model: BudgetModel;
  accountId: string;
  campaigns: { campaignId: string; stepId: string }[];
  people: { id: string; prospectId: string }[];
  nowMs: number;
}

/** An account whose every budget is small, in two campaigns, open around the clock for four months. */
export async function beginRun(world: SendWorld, startMs: number, caps: number[]): Promise<ModelRun> {
  const now = new Date(startMs);
  await setClock(world, startMs);
  const capOf = (index: number) => caps[index % caps.length] ?? 3;
  const first = await createSender(world, {
    now,
    people: 0,
    caps: Object.fromEntries(SMALL.map((key, index) => [key, capOf(index)])),
    campaignCap: capOf(3),
  });
  const { workspaceId, ownerId } = world;
  const second = await createCampaign(world.owner, { workspaceId, ownerId, senderIds: [first.accountId], now });
  await putCap(world, { ...first, campaignId: second.id, key: 'campaign.invite.day', cap: capOf(5), now });
  const campaigns = [first, { campaignId: second.id, stepId: second.stepId }];
  const people: ModelRun['people'] = [];
  for (const campaign of campaigns)
    people.push(...(await addPeople(world, { ...campaign, accountId: first.accountId, people: 60, now })));
  await world.owner.orm.execute(
    sql`update ramp_days set starts_at = starts_at - interval '1 day', ends_at = starts_at + interval '120 days', open_hours = tstzmultirange(tstzrange(starts_at - interval '1 day', starts_at + interval '120 days')) where account_id = ${first.accountId}`,
  );
  const model = new BudgetModel();
  for (const [index, key] of SMALL.entries()) model.caps.set(key, { cap: capOf(index), timeZone: 'Europe/Berlin' });
  for (const [campaign, cap] of [
    [first.campaignId, capOf(3)],
    [second.id, capOf(5)],
  ] as const)
    model.caps.set(`campaign.invite.day|${campaign}`, { cap, timeZone: 'Europe/Berlin' });
  return { world, model, accountId: first.accountId, campaigns, people, nowMs: startMs };
}

/** Moves the world's clock and looks at every account's health anew. */
export async function advance(run: ModelRun, toMs: number): Promise<string> {
  run.nowMs = toMs;
  await setClock(run.world, toMs);
  return 'advanced';
}

/** What a command's number stands for. */
export function kindOf(run: ModelRun, what: number) {
  const kind = KINDS[what % KINDS.length];
  if (kind === undefined) throw new Error('no such kind');
  const campaign = kind.campaign === null ? undefined : run.campaigns[kind.campaign];
  return { ...kind, campaignId: campaign?.campaignId ?? null, stepId: campaign?.stepId ?? 'typed' };
}

/** A send in a state, if there is one. */
export function pick(run: ModelRun, state: string, which: number): ModelSend | undefined {
  const found = run.model.sends.filter((send) => send.state === state);
  return found[which % Math.max(1, found.length)];
}

/** Every row of the ledger is as the list has it. */
export async function compareRows(run: ModelRun): Promise<void> {
  const rows = await inWorkspace(run.world.owner, run.world.workspaceId, (tx) =>
    rowsOf<{ id: string; state: string; kept: string[] }>(
      tx,
      sql`select id, state, kept from sends where account_id = ${run.accountId} order by id`,
    ),
  );
  const plain = (kept: string[]) => kept.map((budget) => budget.split('|')[0]).sort();
  expect(rows.map((row) => ({ ...row, kept: plain(row.kept) }))).toEqual(
    run.model.sends
      .map((send) => ({ id: send.sendId, state: send.state, kept: plain(send.kept) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
}
