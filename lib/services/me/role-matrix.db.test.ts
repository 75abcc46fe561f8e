import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import type { Permission, Role } from '../../domain/access/roles';
import { can, PERMISSIONS, ROLES } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import { listAudit } from '../audit/list-audit';
import { jumpClock } from '../clock/jump-clock';
import { readClock } from '../clock/read-clock';
import type { ServiceContext } from '../context';
import { deleteStop } from '../controls/delete-stop';
import { listStops } from '../controls/list-stops';
import { putStop } from '../controls/put-stop';
import { listLimits } from '../limits/list-limits';
import { putLimit } from '../limits/put-limit';
import { inviteMember } from '../members/invite-member';
import { listMembers } from '../members/list-members';
import { patchMember } from '../members/patch-member';
import { removeMember } from '../members/remove-member';
import { createSuppression } from '../suppressions/create-suppression';
import { deleteSuppression } from '../suppressions/delete-suppression';
import { listSuppressions } from '../suppressions/list-suppressions';
import { createToken } from '../tokens/create-token';
import { listTokens } from '../tokens/list-tokens';
import { revokeToken } from '../tokens/revoke-token';
import { getMe } from './get-me';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW, name: 'Matrix' })).id;
  await createUser(database.owner, { workspaceId, now: NOW });
});
afterAll(async () => {
  await database.close();
});

const as = async (role: Role) => {
  const user = await createUser(database.owner, { workspaceId, now: NOW, role });
  return testContext(database.app, { workspaceId, userId: user.id, role, now: NOW });
};

const VERBS: [string, Permission, (ctx: ServiceContext) => Promise<unknown>][] = [
  ['listMembers', 'read', (ctx) => listMembers(ctx)],
  ['inviteMember', 'members.write', (ctx) => inviteMember(ctx, { email: email(ctx), name: 'N', role: 'viewer' })],
  ['patchMember', 'members.write', (ctx) => patchMember(ctx, { id: 'usr_none', role: 'viewer' })],
  ['removeMember', 'members.write', (ctx) => removeMember(ctx, { id: 'usr_none' })],
  ['listTokens', 'tokens.write', (ctx) => listTokens(ctx)],
  ['createToken', 'tokens.write', (ctx) => createToken(ctx, { role: 'viewer' })],
  ['revokeToken', 'tokens.write', (ctx) => revokeToken(ctx, { id: 'tok_none' })],
  ['listStops', 'read', (ctx) => listStops(ctx)],
  ['putStop', 'controls.stop', (ctx) => putStop(ctx, { scope: 'action', action: 'comment' })],
  ['deleteStop', 'controls.resume', (ctx) => resume(ctx)],
  ['listLimits', 'read', (ctx) => listLimits(ctx)],
  ['putLimit', 'limits.write', (ctx) => putLimit(ctx, { key: 'invite.day', tiers: ['recruiter'], cap: 79 })],
  ['readClock', 'read', (ctx) => readClock(ctx)],
  ['jumpClock', 'clock.jump', (ctx) => jumpClock(ctx, { to: 'next_morning' })],
  ['listSuppressions', 'read', (ctx) => listSuppressions(ctx)],
  ['createSuppression', 'prospects.write', (ctx) => createSuppression(ctx, { kind: 'domain', value: 'm.test' })],
  ['deleteSuppression', 'controls.resume', (ctx) => deleteSuppression(ctx, { id: 'sup_none' })],
  ['listAudit', 'audit.read', (ctx) => listAudit(ctx)],
  ['getMe', 'read', (ctx) => getMe(ctx)],
];

describe.each(ROLES)('as %s', (role) => {
  test.each(VERBS)('%s is refused exactly without %s', async (_name, permission, run) => {
    const ctx = await as(role);
    const refused = await run(ctx).then(
      () => false,
      (error: unknown) => {
        // Another refusal, such as "there is no such member", comes after the one by role.
        if (error instanceof AppError) return error.code === 'forbidden';
        throw error;
      },
    );
    expect(refused).toBe(!can(role, permission));
  });
});

test('what a person may do is told by the same table, and a token has no person', async () => {
  const ctx = await as('rep');
  const me = await getMe(ctx);
  expect(me).toMatchObject({
    user: { name: 'A test user' },
    role: 'rep',
    workspace: { id: workspaceId, name: 'Matrix' },
  });
  expect(me.permissions).toEqual(PERMISSIONS.filter((permission) => can('rep', permission)));
  const token: ServiceContext = { ...ctx, actor: { kind: 'token', tokenId: 'tok_1', role: 'viewer', workspaceId } };
  expect(await getMe(token)).toMatchObject({ user: null, tokenId: 'tok_1', permissions: ['read'] });
});

test('every limit has its source, and either numbers per plan or words', async () => {
  const { items } = await listLimits(await as('viewer'));
  expect(items.length).toBeGreaterThan(30);
  for (const item of items) {
    expect(item.sources, item.key).not.toEqual([]);
    expect(item.caps === null, item.key).toBe(item.value !== null);
    for (const plan of Object.values(item.caps ?? {})) expect(plan.cap, item.key).toBeLessThanOrEqual(plan.hardCap);
  }
  expect(items.find((item) => item.key === 'invite.day')?.caps?.free).toEqual({
    cap: 25,
    hardCap: 50,
    redLine: { op: '>', value: 30 },
    published: { cap: 25, hardCap: 50 },
    own: { cap: null, hardCap: null },
    waiting: [],
  });
});

function email(ctx: ServiceContext): string {
  return `invited-by-${ctx.actor.kind === 'user' ? ctx.actor.role : 'x'}@one.test`;
}

/** Ends somebody else's stop, so that the right of whoever stopped plays no part. */
async function resume(ctx: ServiceContext): Promise<unknown> {
  await putStop(await as('owner'), { scope: 'workspace' });
  return deleteStop(ctx, { scope: 'workspace' });
}
