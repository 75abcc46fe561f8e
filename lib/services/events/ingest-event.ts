import { appDatabase } from '../../../db/app-database';
import { inWorkspace } from '../../../db/client';
import { insertProviderEvent, workspaceOfLink, workspacesOfProviderAccount } from '../../../db/queries/provider-events';
import { newId } from '../../platform/ids';
import { encrypt, sha256 } from '../../platform/secrets';
import type { ProviderEvent, ProviderPort } from '../../providers/port';

export interface Ingested {
  status: 'stored' | 'rejected' | 'ignored';
  /** What is to be announced: the event once in every workspace that it concerns. */
  events: { workspaceId: string; eventId: string }[];
}

/**
 * Takes in one webhook: signature, then the inbox. The same event again changes nothing and is answered alike. Throws when
 * the store is down, so that the provider delivers it again (design.md P5).
 */
export async function ingestEvent(
  deps: { provider: ProviderPort; encryptionKey: string; now: Date },
  input: { header: string | null; rawBody: string; wallNow: Date },
): Promise<Ingested> {
  if (!deps.provider.verifyWebhook(input)) return { status: 'rejected', events: [] };
  const event = deps.provider.parseWebhook(input.rawBody);
  if (event === null || event.kind === 'ignored') return { status: 'ignored', events: [] };
  const events: Ingested['events'] = [];
  for (const { workspaceId, accountId } of await concernedBy(event)) {
    const eventId = newId('event');
    const stored = await inWorkspace(appDatabase(), workspaceId, (tx) =>
      insertProviderEvent(tx, {
        workspaceId,
        id: eventId,
        providerEventId: event.eventId,
        accountId,
        type: event.kind,
        bodyEncrypted: encrypt(deps.encryptionKey, input.rawBody),
        receivedAt: deps.now,
      }),
    );
    if (stored) events.push({ workspaceId, eventId });
  }
  return { status: events.length > 0 ? 'stored' : 'ignored', events };
}

async function concernedBy(event: ProviderEvent): Promise<{ workspaceId: string; accountId: string | null }[]> {
  const db = appDatabase();
  if (event.kind === 'account_connected' && event.state !== null) {
    const workspaceId = await workspaceOfLink(db, sha256(event.state));
    return workspaceId === null ? [] : [{ workspaceId, accountId: null }];
  }
  return workspacesOfProviderAccount(db, event.providerAccountId);
}
