import type { Database } from '../client';
import { openDatabase } from '../client';
import { freshDatabase } from './database';

export interface SuiteDatabase {
  /** Sees everything: for factories. */
  owner: Database;
  /** What product code gets. */
  app: Database;
  /** The owner's address, for product code that opens its own pool. */
  ownerUrl: string;
  close(): Promise<void>;
}

/** A migrated database of the suite's own with a pool for each role; close it in `afterAll`. */
export async function openSuiteDatabase(): Promise<SuiteDatabase> {
  const fresh = await freshDatabase();
  const owner = openDatabase(fresh.ownerUrl, 2);
  const app = openDatabase(fresh.appUrl, 4);
  return {
    owner,
    app,
    ownerUrl: fresh.ownerUrl,
    close: async () => {
      await owner.end();
      await app.end();
      await fresh.drop();
    },
  };
}
