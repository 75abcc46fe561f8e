/** The oldest things that the engine has yet to do: what is due in app time, and a call that nobody makes, in wall time. */
export interface Waiting {
  dueAt: Date | null;
  queuedAt: Date | null;
}

/** How far the engine is behind, in whole seconds of wall time; 0 when nothing waits. `speed` is app seconds a second. */
export function engineLagS(waiting: Waiting, clock: { appNow: Date; wallNow: Date; speed: number }): number {
  const dueMs = waiting.dueAt === null ? 0 : (clock.appNow.getTime() - waiting.dueAt.getTime()) / clock.speed;
  const queuedMs = waiting.queuedAt === null ? 0 : clock.wallNow.getTime() - waiting.queuedAt.getTime();
  return Math.floor(Math.max(0, dueMs, queuedMs) / 1_000);
}
