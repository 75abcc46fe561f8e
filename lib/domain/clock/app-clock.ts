/** `jumping` stands still between its jumps: a program alone moves it, when nothing is in flight. */
export type ClockMode = 'real' | 'scaled' | 'jumping';

/** One row in the store: the origin of the app's time (design.md §2, "The clock"). */
export interface ClockRow {
  mode: ClockMode;
  realOrigin: Date;
  appOrigin: Date;
  /** App milliseconds per real millisecond; 1 is real speed. */
  speed: number;
}

/** The app's instant at a real instant. On the real clock it is that instant itself. */
export function appNow(row: ClockRow, realNow: Date): Date {
  if (row.mode === 'real') return new Date(realNow);
  if (row.mode === 'jumping') return new Date(row.appOrigin);
  const elapsedRealMs = realNow.getTime() - row.realOrigin.getTime();
  return new Date(row.appOrigin.getTime() + elapsedRealMs * speedOf(row));
}

/**
 * Real ms to wait from `realNow` until the app's clock shows `untilApp`; 0 if it already does. Never wakes early; a clock
 * that stands still gets there by no waiting.
 */
export function realDelayMs(row: ClockRow, realNow: Date, untilApp: Date): number {
  const appMs = untilApp.getTime() - appNow(row, realNow).getTime();
  if (row.mode === 'jumping') return appMs > 0 ? Number.POSITIVE_INFINITY : 0;
  return Math.max(0, Math.ceil(row.mode === 'real' ? appMs : appMs / speedOf(row)));
}

function speedOf(row: ClockRow): number {
  if (!(row.speed > 0) || !Number.isFinite(row.speed)) throw new Error(`The clock speed ${row.speed} is not positive`);
  return row.speed;
}
