import { cookies } from 'next/headers';
import { appDatabase } from '../../db/app-database';
import type { Database } from '../../db/client';
import { outsideWorkspaces } from '../../db/client';
import type { SessionActor } from '../../db/queries/auth';
import { sessionActor, tokenActor } from '../../db/queries/auth';
import type { Role } from '../domain/access/roles';
import { env } from '../platform/env';
import { sha256 } from '../platform/secrets';
import type { Actor } from '../services/actor';
import { isFromOurPages } from './same-origin';
import { cookieIn, sessionCookieName, sessionIdIn } from './session-cookie';

export interface CurrentSession {
  userId: string;
  user: { name: string; email: string };
  role: Role;
  workspace: { id: string; name: string };
}

/** Who looks at this page, for server components; null when signed out, revoked, expired or no member any more. */
export async function currentSession(): Promise<CurrentSession | null> {
  const jar = await cookies();
  const actor = await actorOfCookie(appDatabase(), jar.get(sessionCookieName(env()))?.value);
  if (actor === null) return null;
  return {
    userId: actor.userId,
    user: { name: actor.name, email: actor.email },
    role: actor.role,
    workspace: { id: actor.workspaceId, name: actor.workspaceName },
  };
}

/**
 * Who sends this request: a bearer token when it shows one (a wrong one is nobody, whatever the cookie says), else the
 * session of its cookie. A cookie counts for changes only when the request comes from our own pages.
 */
export async function actorOf(request: Request, db: Database = appDatabase()): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return actorOfBearer(db, authorization);
  const { APP_URL } = env();
  if (!isFromOurPages(request, APP_URL)) return null;
  const value = cookieIn(request.headers.get('cookie'), sessionCookieName({ APP_URL }));
  const actor = await actorOfCookie(db, value);
  return actor && { kind: 'user', userId: actor.userId, role: actor.role, workspaceId: actor.workspaceId };
}

async function actorOfCookie(db: Database, value: string | undefined): Promise<SessionActor | null> {
  const sessionId = await sessionIdIn(value, env());
  return sessionId === null ? null : outsideWorkspaces(db, (tx) => sessionActor(tx, sessionId));
}

async function actorOfBearer(db: Database, authorization: string): Promise<Actor | null> {
  const token = /^Bearer +(\S{20,200})$/i.exec(authorization.trim())?.[1];
  if (token === undefined) return null;
  const found = await tokenActor(db, sha256(token));
  return found && { kind: 'token', ...found };
}
