import { freshDatabase } from '@/db/testing/database';
import { startRunner } from '../start-runner';
import type { Functions, TestApp } from './app';
import { EVENT_KEY, runsOf, SIGNING_KEY, startApp, until } from './app';
import { featureFunctions } from './feature-functions';

/** A runner in this process on a database of its own, with an app of functions; without others, those that show its features. */
export async function openRunnerSuite(functions: Functions = featureFunctions) {
  const database = await freshDatabase();
  const app: TestApp = await startApp(functions);
  const runner = await startRunner({
    port: app.runnerPort,
    databaseUrl: database.ownerUrl,
    appUrl: app.url,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
  });
  runner.failed.catch(() => undefined);
  return {
    app,
    /** Sends an event and answers its id. */
    async send(name: string, payload: Record<string, unknown> = {}, more: { id?: string; ts?: number } = {}) {
      const { ids } = await app.client.send({ name, data: payload, ...more });
      return ids[0] ?? '';
    },
    /** Waits until so many runs of a function have ended, and answers the newest. */
    async ended(functionId: string, nth = 1) {
      return until(`${functionId} ends`, async () => {
        const runs = (await runsOf(app, functionId)).filter((run) => run.status !== 'Running');
        return runs.length >= nth ? runs[0] : null;
      });
    },
    async close() {
      await runner.stop();
      await app.close();
      await database.drop();
    },
  };
}
