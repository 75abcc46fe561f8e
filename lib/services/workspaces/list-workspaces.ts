import { appDatabase } from '../../../db/app-database';
import { workspaceIds } from '../../../db/queries/workspaces';

/** The ids of all workspaces: a job does its work once in each, in a context of that workspace. */
export async function listWorkspaces(): Promise<string[]> {
  return workspaceIds(appDatabase());
}
