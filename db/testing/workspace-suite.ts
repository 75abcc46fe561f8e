import type { ServiceContext } from '../../lib/services/context';
import { createUser, createWorkspace } from './factories';
import { testContext } from './service-context';
import type { SuiteDatabase } from './suite-database';
import { openSuiteDatabase } from './suite-database';

export interface WorkspaceSuite {
  database: SuiteDatabase;
  workspaceId: string;
  userId: string;
  /** The owner's, at the moment that the suite was opened with. */
  context(): ServiceContext;
  close(): Promise<void>;
}

/** A database of the suite's own with one workspace and its owner. */
export async function openWorkspaceSuite(now: Date): Promise<WorkspaceSuite> {
  const database = await openSuiteDatabase();
  const workspaceId = (await createWorkspace(database.owner, { now })).id;
  const userId = (await createUser(database.owner, { workspaceId, now })).id;
  return {
    database,
    workspaceId,
    userId,
    context: () => testContext(database.app, { workspaceId, userId, now }),
    close: () => database.close(),
  };
}
