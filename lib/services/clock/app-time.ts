import { appDatabase } from '../../../db/app-database';
import { readClock } from '../../../db/queries/clock';
import { appNow } from '../../domain/clock/app-clock';

/** The app's time now, for shells that act for no workspace. */
export async function appTime(): Promise<Date> {
  const row = await readClock(appDatabase());
  return appNow(row, row.realNow);
}
