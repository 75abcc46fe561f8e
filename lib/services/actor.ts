import type { Role } from '../domain/access/roles';

/** Who acts. Jobs and webhooks share the verbs with people. */
export type Actor =
  | { kind: 'user'; userId: string; role: Role; workspaceId: string }
  | { kind: 'token'; tokenId: string; role: Role; workspaceId: string }
  | { kind: 'system'; job: string; workspaceId: string }
  | { kind: 'webhook'; source: string; workspaceId: string };

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
