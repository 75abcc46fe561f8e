import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client';
import { openDatabase } from '../../db/client';
import {
  createAccount,
  createCampaign,
  createInstallation,
  createUser,
  createWorkspace,
} from '../../db/testing/factories';
import { appDatabaseUrl } from '../../lib/platform/env';
import { migrate } from '../migrate.mjs';
import { type RunningPostgres, startPostgres } from '../pg.mjs';

/** A Wednesday morning inside the default working hours of Berlin. */
export const NOW = new Date('2026-03-04T09:00:00.000Z');
export const INSTALLATION = 'bench-installation';
const CONNECTIONS = 64;
/** Room for the pools of the bench and of what it is compared with. */
const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '2GB',
  max_connections: '220',
};

export interface BenchServer {
  postgres: RunningPostgres;
  owner: Database;
  app: Database;
  appUrl: string;
  workspaceId: string;
  ownerId: string;
}

/**
 * A PostgreSQL of the bench's own, migrated, with one workspace. It commits to its disk as an installation's does: a
 * reservation that a power cut could take back would be no reservation.
 */
export async function openBenchServer(): Promise<BenchServer> {
  const dir = path.resolve('.data', 'bench-pg', String(process.pid));
  const server = await startPostgres({ dir, database: 'bench', ephemeral: true, settings: DURABLE });
  await migrate(server.url);
  const appUrl = appDatabaseUrl(server.url);
  // Preparing a million rows takes longer than a statement of the app may.
  const owner = openDatabase(`${server.url}?statement_timeout=0`, 2);
  await createInstallation(owner, { id: INSTALLATION, now: NOW });
  const workspace = await createWorkspace(owner, { now: NOW });
  const user = await createUser(owner, { workspaceId: workspace.id, now: NOW });
  const app = openDatabase(appUrl, CONNECTIONS);
  return { postgres: server, owner, app, appUrl, workspaceId: workspace.id, ownerId: user.id };
}

export async function closeBenchServer(server: BenchServer): Promise<void> {
  await server.app.end();
  await server.owner.end();
  await server.postgres.stop();
}

/** Puts the database's clock back to the bench's morning: the gates compare it with the caller's `now`. */
export async function resetClock(server: BenchServer): Promise<void> {
  await server.owner.orm.execute(
    sql`update clock set mode = 'scaled', speed = 1, real_origin = clock_timestamp(), app_origin = ${NOW.toISOString()}::timestamptz`,
  );
  await server.owner.orm.execute(sql`update installations set lease_until = clock_timestamp() + interval '1 hour'`);
}

export interface Field {
  accountIds: string[];
  campaignId: string;
  stepId: string;
}

/** `count` accounts alike, in one running campaign, no minimum gap, and budgets that `cap` decides. */
export async function createField(
  server: BenchServer,
  input: { count: number; cap: number; tag: string },
): Promise<Field> {
  const { owner, workspaceId, ownerId } = server;
  const base = await createAccount(owner, { workspaceId, ownerId, now: NOW });
  const campaign = await createCampaign(owner, { workspaceId, ownerId, senderIds: [base.id], now: NOW });
  await owner.orm.execute(sql`update action_paces set gap_ms_min = 0 where account_id = ${base.id}`);
  await owner.orm.execute(sql`insert into budgets (workspace_id, account_id, key, campaign_id, anchor, width_ms, time_zone, cap, used, since)
    select workspace_id, account_id, 'campaign.invite.day', ${campaign.id}, anchor, width_ms, time_zone, cap, 0, since
      from budgets where account_id = ${base.id} and key = 'invite.day'`);
  await owner.orm.execute(sql`update budgets set cap = ${input.cap} where account_id = ${base.id}`);
  await owner.orm.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const table of ['accounts', 'budgets', 'action_paces', 'ramp_days', 'campaign_senders']) {
      await tx.execute(copies(table, base.id, input.tag, input.count));
    }
  });
  await owner.orm.execute(sql`analyze`);
  const accountIds = [
    base.id,
    ...Array.from({ length: input.count - 1 }, (_, index) => `acc_${input.tag}_${index + 1}`),
  ];
  return { accountIds, campaignId: campaign.id, stepId: campaign.stepId };
}

/** Copies of one account's rows under other ids; the triggers stay out, or the history of caps alone would take minutes. */
function copies(table: string, baseId: string, tag: string, count: number) {
  const name = sql.identifier(table);
  const key = table === 'accounts' ? 'id' : 'account_id';
  return sql`insert into ${name} select (jsonb_populate_record(null::${name}, to_jsonb(t) || jsonb_build_object(${key}::text, ${`acc_${tag}_`} || n)
      || case when ${table}::text = 'accounts' then jsonb_build_object('provider_account_id', ${`prv_${tag}_`} || n) else '{}'::jsonb end)).*
    from ${name} t, generate_series(1, ${count - 1}) n where t.${sql.identifier(key)} = ${baseId}`;
}

/** People with a due invite, spread over the accounts; answers their ids as `enr_TAG_N` and `ppl_TAG_N`. */
export async function createPeople(
  server: BenchServer,
  field: Field,
  input: { tag: string; people: number; futureShare?: number },
): Promise<void> {
  const { owner, workspaceId } = server;
  const now = sql`${NOW.toISOString()}::timestamptz`;
  const accountIds = sql`${`{${field.accountIds.join(',')}}`}::text[]`;
  const n = sql`generate_series(1, ${input.people}) n`;
  await owner.orm.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`insert into prospects (workspace_id, id, custom, created_at, updated_at)
      select ${workspaceId}, ${`ppl_${input.tag}_`} || n, '{}', ${now}, ${now} from ${n}`);
    await tx.execute(sql`insert into identities (workspace_id, kind, value, prospect_id, created_at)
      select ${workspaceId}, 'linkedin_slug', ${`ppl_${input.tag}_`} || n, ${`ppl_${input.tag}_`} || n, ${now} from ${n}`);
    await tx.execute(sql`insert into enrolments (workspace_id, id, campaign_id, prospect_id, account_id, state, step_id, action, work_class, due_at, created_at, updated_at)
      select ${workspaceId}, ${`enr_${input.tag}_`} || n, ${field.campaignId}, ${`ppl_${input.tag}_`} || n,
        (${accountIds})[1 + n % ${field.accountIds.length}], 'active', ${field.stepId}, 'invite', 3, ${now} - n * interval '1 second', ${now}, ${now} from ${n}`);
  });
  await owner.orm.execute(sql`analyze enrolments, prospects, identities`);
}
