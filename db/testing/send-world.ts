import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { type Action, type BudgetKey, CAP_KINDS } from '../../lib/domain/limits/constants';
import { budgetWindowOf } from '../../lib/domain/limits/windows';
import type { Database } from '../client';
import { inWorkspace, openDatabase, rowsOf } from '../client';
import type { ReserveRow } from '../queries/send-store';
import { reserveSend } from '../queries/send-store';
import { putBudget } from '../queries/sending-days';
import type { FreshDatabase } from './database';
import { freshDatabase } from './database';
import { createAccount, createCampaign, createInstallation, createUser, createWorkspace } from './factories';

export const INSTALLATION = 'test-installation';
/** A Wednesday morning inside the default working hours of Berlin. */
export const WEDNESDAY = new Date('2026-03-04T09:00:00.000Z');

export interface SendWorld {
  database: FreshDatabase;
  owner: Database;
  app: Database;
  workspaceId: string;
  ownerId: string;
  close(): Promise<void>;
}

/** A database with one workspace, its owner, a lease and a clock that stands at `now`: all that a reservation needs but an account. */
export async function openSendWorld(now: Date): Promise<SendWorld> {
  return sendWorldOn(await freshDatabase(), now);
}

/** The same on a database that the caller made; closing the world drops it. */
export async function sendWorldOn(database: FreshDatabase, now: Date, connections = 4): Promise<SendWorld> {
  const owner = openDatabase(database.ownerUrl, 4);
  const app = openDatabase(database.appUrl, connections);
  await createInstallation(owner, { id: INSTALLATION, now });
  const workspace = await createWorkspace(owner, { now });
  const user = await createUser(owner, { workspaceId: workspace.id, now });
  return {
    database,
    owner,
    app,
    workspaceId: workspace.id,
    ownerId: user.id,
    close: async () => {
      await owner.end();
      await app.end();
      await database.drop();
    },
  };
}

export interface Sender {
  accountId: string;
  campaignId: string;
  stepId: string;
  enrolments: { id: string; prospectId: string }[];
}

/** A running account with a running campaign, budgets for that campaign, and people whose step is due; minimum gaps are 0. */
export async function createSender(
  world: SendWorld,
  input: {
    now: Date;
    people: number;
    caps?: Partial<Record<BudgetKey, number>>;
    campaignCap?: number;
    gapMs?: number;
    timeZone?: string;
  },
): Promise<Sender> {
  const { owner, workspaceId, ownerId } = world;
  const timeZone = input.timeZone ?? 'Europe/Berlin';
  const account = await createAccount(owner, {
    workspaceId,
    ownerId,
    now: input.now,
    caps: input.caps ?? {},
    timeZone,
  });
  await owner.orm.execute(
    sql`update action_paces set gap_ms_min = ${input.gapMs ?? 0} where account_id = ${account.id}`,
  );
  const campaign = await createCampaign(owner, { workspaceId, ownerId, senderIds: [account.id], now: input.now });
  for (const kind of CAP_KINDS) {
    await putCap(world, {
      accountId: account.id,
      key: `campaign.${kind}.day`,
      campaignId: campaign.id,
      cap: input.campaignCap ?? 1_000,
      now: input.now,
      timeZone,
    });
  }
  const sender = { accountId: account.id, campaignId: campaign.id, stepId: campaign.stepId };
  return { ...sender, enrolments: await addPeople(world, { ...sender, people: input.people, now: input.now }) };
}

/** Enrols new people in bulk. */
export async function addPeople(
  world: SendWorld,
  input: { accountId: string; campaignId: string; stepId: string; people: number; now: Date },
): Promise<{ id: string; prospectId: string }[]> {
  if (input.people === 0) return [];
  const { workspaceId } = world;
  const now = sql`${input.now.toISOString()}::timestamptz`;
  return inWorkspace(world.owner, workspaceId, async (tx) => {
    const rows = await rowsOf<{ id: string; prospectId: string }>(
      tx,
      sql`select 'enr_' || k as id, 'ppl_' || k as "prospectId" from (select gen_random_uuid()::text as k from generate_series(1, ${input.people})) g`,
    );
    const list = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, "prospectId" text)`;
    await tx.execute(
      sql`insert into prospects (workspace_id, id, custom, created_at, updated_at) select ${workspaceId}, r."prospectId", '{}', ${now}, ${now} from ${list}`,
    );
    await tx.execute(
      sql`insert into identities (workspace_id, kind, value, prospect_id, created_at) select ${workspaceId}, 'linkedin_slug', r."prospectId", r."prospectId", ${now} from ${list}`,
    );
    await tx.execute(
      sql`insert into enrolments (workspace_id, id, campaign_id, prospect_id, account_id, state, step_id, action, work_class, due_at, created_at, updated_at)
        select ${workspaceId}, r.id, ${input.campaignId}, r."prospectId", ${input.accountId}, 'active', ${input.stepId}, 'invite', 3, ${now}, ${now}, ${now} from ${list}`,
    );
    return rows;
  });
}

/** Sets a cap of a `.day`, `.hour`, `.week` or `.month` budget as the app does; answers how much was used when it took effect. */
export async function putCap(
  world: SendWorld,
  input: { accountId: string; key: BudgetKey; campaignId?: string; cap: number; now: Date; timeZone?: string },
): Promise<number> {
  return inWorkspace(world.app, world.workspaceId, async (tx) => {
    const { anchor, widthMs } = budgetWindowOf(input.key);
    const { accountId, key, cap, now } = input;
    const campaignId = input.campaignId ?? '';
    const timeZone = input.timeZone ?? 'Europe/Berlin';
    await putBudget(tx, { accountId, key, campaignId, anchor, widthMs, timeZone, cap, now, mayRaise: true });
    const [row] = await rowsOf<{ used: number }>(
      tx,
      sql`select used from budgets where account_id = ${accountId} and key = ${key} and campaign_id = ${campaignId}`,
    );
    return row?.used ?? 0;
  });
}

/** One reservation as the app role. */
export async function reserveAs(
  world: SendWorld,
  input: {
    sender: Pick<Sender, 'accountId' | 'campaignId' | 'stepId'>;
    enrolment: { id: string; prospectId: string };
    now: Date;
    action?: Action;
    variant?: string;
    origin?: string;
    campaignId?: string | null;
    stepKey?: string;
    installationId?: string;
    leaseMs?: number;
  },
): Promise<ReserveRow> {
  return inWorkspace(world.app, world.workspaceId, (tx) =>
    reserveSend(tx, {
      accountId: input.sender.accountId,
      campaignId: input.campaignId === undefined ? input.sender.campaignId : input.campaignId,
      enrolmentId: input.enrolment.id,
      stepKey: input.stepKey ?? input.sender.stepId,
      prospectId: input.enrolment.prospectId,
      action: input.action ?? 'invite',
      variant: input.variant ?? 'plain',
      origin: input.origin ?? 'engine',
      now: input.now,
      installationId: input.installationId ?? INSTALLATION,
      leaseMs: input.leaseMs ?? 30_000,
    }),
  );
}

/** A pool of raw connections on the app role, for races; each transaction sets its workspace. */
export function openRacers(world: SendWorld, connections: number) {
  const client = postgres(world.database.appUrl, { max: connections, onnotice: () => undefined });
  return {
    run: <T>(work: (tx: postgres.TransactionSql) => Promise<T>) =>
      client.begin(async (tx) => {
        await tx`select set_config('app.workspace_id', ${world.workspaceId}, true)`;
        return work(tx);
      }),
    end: () => client.end({ timeout: 5 }),
  };
}

/** Sets the world's clock and looks at every account's health at that moment. */
export async function setClock(world: SendWorld, nowMs: number): Promise<void> {
  const now = sql`${new Date(nowMs).toISOString()}::timestamptz`;
  await world.owner.orm.execute(sql`update clock set real_origin = clock_timestamp(), app_origin = ${now}`);
  await world.owner.orm.execute(sql`update accounts set health_checked_at = ${now}`);
}

/** Counters that differ from their rows; empty on a sound ledger. */
export async function mismatches(world: SendWorld) {
  return world.owner.orm.execute(sql`select * from ledger_mismatches()`);
}
