import type { Database, Tx } from '../../db/client';
import { inWorkspace } from '../../db/client';
import type { Permission } from '../domain/access/roles';
import { can } from '../domain/access/roles';
import { AppError } from '../platform/errors';
import type { ProviderPort } from '../providers/port';
import type { Actor } from './actor';
import type { SendStore } from './sends/store';

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
