import { appDatabase } from '../../db/app-database';
import { readClock } from '../../db/queries/clock';
import { appNow } from '../domain/clock/app-clock';
import { env } from '../platform/env';
import { installationId } from '../platform/installation';
import type { ProviderPort } from '../providers/port';
import type { Actor } from './actor';
import type { ServiceContext } from './context';
import { pgStore } from './sends/pg-store';

/** The context of a shell (request, job): the app's database, its settings, and the app's time at this moment. */
export async function makeContext(input: { actor: Actor; provider: ProviderPort }): Promise<ServiceContext> {
  const db = appDatabase();
  const clock = await readClock(db);
  return {
    ...input,
    now: appNow(clock, clock.realNow),
    clockSpeed: clock.mode === 'real' ? 1 : clock.speed,
    wallMs: () => performance.now(),
    db,
    store: pgStore(db),
    installationId: installationId(env().DATA_DIR),
    encryptionKey: env().ENCRYPTION_KEY,
  };
}
