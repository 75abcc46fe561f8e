import type { Role } from '../../lib/domain/access/roles';
import type { ProviderPort, ReadResult } from '../../lib/providers/port';
import type { ServiceContext } from '../../lib/services/context';
import { pgStore } from '../../lib/services/sends/pg-store';
import type { Database } from '../client';

/** A context for tests of services: the given person at the given moment, and a provider that nothing may call. */
export function testContext(
  db: Database,
  input: { workspaceId: string; userId: string; role?: Role; now: Date },
): ServiceContext {
  return {
    actor: { kind: 'user', userId: input.userId, role: input.role ?? 'owner', workspaceId: input.workspaceId },
    now: input.now,
    clockSpeed: 1,
    wallMs: () => performance.now(),
    db,
    store: pgStore(db),
    provider: unreachableProvider(),
    installationId: 'test-installation',
    encryptionKey: Buffer.alloc(32, 7).toString('base64'),
  };
}

function unreachableProvider(): ProviderPort {
  const refuse = async (): Promise<never> => {
    throw new Error('this test may not call the provider');
  };
  const link = async (): Promise<ReadResult<{ url: string }>> => ({
    ok: true,
    value: { url: 'http://127.0.0.1/connect' },
    headers: {},
  });
  return {
    createLink: link,
    getAccount: refuse,
    getOwnProfile: refuse,
    getInmailCredits: refuse,
    getProfile: refuse,
    visitProfile: refuse,
    invite: refuse,
    withdraw: refuse,
    accept: refuse,
    refuse,
    listReceivedInvitations: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
    sendMessage: refuse,
    sendInmail: refuse,
    listSentInvitations: refuse,
    listRelations: refuse,
    listMessages: refuse,
    readChat: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
    searchPeople: refuse,
    verifyWebhook: () => false,
    parseWebhook: () => null,
  };
}
