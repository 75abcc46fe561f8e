import { implement } from '@orpc/server';
import { api } from '../contracts/api';
import { AppError } from '../platform/errors';
import type { ProviderPort } from '../providers/port';
import type { Actor } from '../services/actor';
import { makeContext } from '../services/make-context';
import type { EngineWindow } from '../services/system/engine-window';

/** A committed change that the engine is told of. */
export type Announcement =
  | {
      name: 'account/paused' | 'account/resumed' | 'account/schedule-changed';
      data: { workspaceId: string; accountId: string };
    }
  | {
      name: 'campaign/launched' | 'campaign/resumed' | 'campaign/people-added';
      data: { workspaceId: string; campaignId: string };
    }
  | { name: 'audience/requested'; data: { workspaceId: string; accountId: string; importId: string } };

/** What the shell gives the API: the provider, the way to the engine and a look into it, and this installation's address. */
export interface ApiDeps {
  provider: ProviderPort;
  announce: (event: Announcement) => Promise<void>;
  engine: EngineWindow;
  appUrl: string;
}

export interface RequestContext extends ApiDeps {
  actor: Actor | null;
  /** The Idempotency-Key of a POST. */
  key: string | null;
}

const base = implement(api).$context<RequestContext>();

/** The contract's builder behind the sign-in: every procedure gets a service context stamped with the app's time. */
export const signed = base.use(async ({ context, next }) => {
  if (context.actor === null) throw new AppError('unauthenticated', 'Sign in, or send a bearer token.');
  const { actor, provider } = context;
  // What calls the provider takes time: each part of it is stamped anew.
  const later = () => makeContext({ actor, provider });
  return next({ context: { ctx: await later(), later, workspaceId: actor.workspaceId } });
});
