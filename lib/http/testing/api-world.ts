import { sql } from 'drizzle-orm';
import {
  createAccount,
  createCampaign,
  createEnrolment,
  createProspect,
  createUser,
  createWorkspace,
} from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { importFile } from '@/lib/services/imports/import-file';
import { createSuppression } from '@/lib/services/suppressions/create-suppression';
import { createToken } from '@/lib/services/tokens/create-token';
import { NOW } from './open-api-suite';

export interface ApiWorld {
  workspaceId: string;
  token: string;
  /** An id of each noun that has a page of its own. */
  ids: Record<string, string>;
  /** What nobody else may ever read: every id, and the names. */
  secrets: string[];
}

/** A workspace with one of everything that the API shows, and an owner's token. */
export async function createApiWorld(suite: SuiteDatabase, name: string): Promise<ApiWorld> {
  const workspaceId = (await createWorkspace(suite.owner, { now: NOW, name: `${name} workspace` })).id;
  const base = { workspaceId, now: NOW };
  const user = await createUser(suite.owner, { ...base, role: 'owner' });
  const account = await createAccount(suite.owner, { ...base, ownerId: user.id, name: `${name} sender` });
  const campaign = await createCampaign(suite.owner, {
    ...base,
    ownerId: user.id,
    senderIds: [account.id],
    name: `${name} campaign`,
  });
  const prospect = await createProspect(suite.owner, { ...base, fullName: `${name} Person`, email: `${name}@x.test` });
  const enrolment = await createEnrolment(suite.owner, {
    ...base,
    campaignId: campaign.id,
    prospectId: prospect.id,
    accountId: account.id,
    stepId: campaign.stepId,
  });
  const ctx = testContext(suite.app, { workspaceId, userId: user.id, role: 'owner', now: NOW });
  const { token, id: tokenId } = await createToken(ctx, { role: 'owner', name: `${name} token` });
  const bytes = new TextEncoder().encode(`Email\nsomebody@${name}.test\n`);
  const imported = await importFile(ctx, { fileName: `${name}.csv`, bytes, listName: `${name} list` });
  const suppression = await createSuppression(ctx, { kind: 'domain', value: `${name}.test` });
  const sendId = `snd_${name}`;
  await suite.owner.orm.execute(
    sql`insert into sends (workspace_id, id, account_id, campaign_id, enrolment_id, step_key, prospect_id, action, origin, state, spent, fence, budgets, kept, at)
      values (${workspaceId}, ${sendId}, ${account.id}, ${campaign.id}, ${enrolment.id}, ${campaign.stepId}, ${prospect.id}, 'invite', 'engine', 'reserved', true, 'f', '{}', '{}', ${NOW.toISOString()}::timestamptz)`,
  );
  for (const state of ['dispatching', 'unknown', 'held'])
    await suite.owner.orm.execute(sql`update sends set state = ${state} where id = ${sendId}`);
  await suite.owner.orm.execute(
    sql`insert into invitations (workspace_id, id, account_id, prospect_id, send_id, provider_request_id, state, sent_at)
      values (${workspaceId}, ${`inv_${name}`}, ${account.id}, ${prospect.id}, ${sendId}, ${`request ${name}`}, 'pending', ${NOW.toISOString()}::timestamptz)`,
  );
  await suite.owner.orm.execute(
    sql`insert into threads (workspace_id, id, account_id, prospect_id, provider_chat_id, created_at)
      values (${workspaceId}, ${`thr_${name}`}, ${account.id}, ${prospect.id}, ${`chat ${name}`}, ${NOW.toISOString()}::timestamptz)`,
  );
  const ids = {
    accounts: account.id,
    campaigns: campaign.id,
    prospects: prospect.id,
    sends: sendId,
    invitations: `inv_${name}`,
    threads: `thr_${name}`,
    members: user.id,
    imports: imported.id,
    lists: imported.listId ?? '',
    tokens: tokenId,
    suppressions: suppression.id,
    system: `run of ${name}`,
  };
  const names = [workspaceId, enrolment.id, imported.listId, `${name} `, `${name.toLowerCase()}.test`];
  return { workspaceId, token, ids, secrets: [...Object.values(ids), ...names] };
}
