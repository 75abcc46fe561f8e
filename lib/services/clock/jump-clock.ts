import { readClock as readClockRow } from '../../../db/queries/clock';
import { moveClock, runningSchedules } from '../../../db/queries/controls';
import { appNow } from '../../domain/clock/app-clock';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { nextMorning } from './next-morning';

/** A jump is for looking at the next days; a year in one step would only leave everything overdue. */
const JUMP_DAYS_MAX = 90;

/** Moves a demo's clock forward, to a moment or to the next working morning. The real clock refuses. */
export async function jumpClock(ctx: ServiceContext, input: { to: 'next_morning' | (string & {}) }) {
  authorise(ctx, 'clock.jump');
  const row = await readClockRow(ctx.db);
  if (row.mode === 'real') throw new AppError('refused', 'This clock shows the real time and cannot be moved.');
  const now = appNow(row, row.realNow);
  return withWorkspace(ctx, async (tx) => {
    const to = input.to === 'next_morning' ? nextMorning(now, await schedules()) : momentOf(input.to, now);
    await moveClock(tx, to);
    await emitAudit(tx, ctx, {
      action: 'clock.jumped',
      objectId: null,
      details: { from: now.toISOString(), to: to.toISOString() },
    });
    return { now: to.toISOString() };

    async function schedules() {
      const rows = await runningSchedules(tx);
      return rows.flatMap(({ timeZone, ...hours }) => (timeZone === null ? [] : [{ timeZone, ...hours }]));
    }
  });
}

function momentOf(text: string, now: Date): Date {
  const to = new Date(text);
  const latest = new Date(now.getTime() + JUMP_DAYS_MAX * 86_400_000);
  if (to > now && to <= latest) return to;
  throw new AppError('validation_failed', 'The clock only moves forward.', {
    fields: [{ path: 'to', message: `Give "next_morning" or a moment within the next ${JUMP_DAYS_MAX} days.` }],
  });
}
