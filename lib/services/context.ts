import type { Database, Tx } from '../../db/client';
import { inWorkspace } from '../../db/client';
import type { Permission, Role } from '../domain/access/roles';
import { can } from '../domain/access/roles';
import { AppError } from '../platform/errors';
import type { ProviderPort } from '../providers/port';
import type { SendStore, StoreUnit } from './sends/store';

/** Who acts. Jobs and webhooks share the verbs with people. */
export type Actor =
  | { kind: 'user'; userId: string; role: Role; workspaceId: string }
  | { kind: 'token'; tokenId: string; role: Role; workspaceId: string }
  | { kind: 'system'; job: string; workspaceId: string }
  | { kind: 'webhook'; source: string; workspaceId: string };

/** What every verb gets beside its input: who, when (app time), and the ports to the store and the provider. */
export interface ServiceContext {
  actor: Actor;
  now: Date;
  /** Wall time that never goes back, in ms from an origin of its own; only differences mean anything. */
  wallMs: () => number;
  /** App seconds per real second; 1 on the real clock. Tolerances are widened by it (design.md §2). */
  clockSpeed: number;
  db: Database;
  /** The send path's only way to its rows; everything else uses `db`. */
  store: SendStore;
  provider: ProviderPort;
  installationId: string;
  /** Key for personal data at rest, 32 bytes in base64. */
  encryptionKey: string;
}

/** Runs `work` in a transaction of the actor's workspace. */
export function withWorkspace<T>(ctx: ServiceContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inWorkspace(ctx.db, ctx.actor.workspaceId, work);
}

/** Runs `work` in a transaction of the actor's workspace on the send path's store. */
export function withUnit<T>(ctx: ServiceContext, work: (unit: StoreUnit) => Promise<T>): Promise<T> {
  return ctx.store.inWorkspace(ctx.actor.workspaceId, work);
}

/** Refuses an actor without the permission. System and webhook actors may do what their function does. */
export function authorise(ctx: ServiceContext, permission: Permission): void {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'webhook') return;
  if (!can(ctx.actor.role, permission))
    throw new AppError('forbidden', `Your role (${ctx.actor.role}) may not do this.`);
}

/** Whether the actor may act on everybody's accounts and campaigns, or only on its own. */
export function seesAll(ctx: ServiceContext): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.kind === 'webhook' || can(ctx.actor.role, 'accounts.manage_all');
}

/** The id that audit rows and owner columns get. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return actor.userId;
    case 'token':
      return actor.tokenId;
    case 'system':
      return actor.job;
    case 'webhook':
      return actor.source;
  }
}
