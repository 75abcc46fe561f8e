import { readClock as readClockRow } from '../../../db/queries/clock';
import { appNow } from '../../domain/clock/app-clock';
import type { ServiceContext } from '../context';
import { authorise } from '../context';

/** The app's time, how fast it runs, and whether it may be moved: a real clock never. */
export async function readClock(ctx: ServiceContext) {
  authorise(ctx, 'read');
  const row = await readClockRow(ctx.db);
  return {
    now: appNow(row, row.realNow).toISOString(),
    speed: row.mode === 'real' ? 1 : row.speed,
    mode: row.mode,
    jumpable: row.mode !== 'real',
  };
}
