/**
 * The earliest instant at which one more send keeps at most a quarter of an hourly budget in any 10 minutes (limits.md
 * §4), or null if it may go at once. `sends` are past sends of the action; pass the answer to `nextSlot` as `notBefore`.
 */
export function burstNotBefore(input: { sends: readonly Date[]; hourlyCap: number; now: Date }): Date | null {
  const most = Math.max(1, Math.floor(input.hourlyCap / 4));
  const latest = input.sends.map((send) => send.getTime()).sort((a, b) => b - a);
  const oldestOfBurst = latest[most - 1];
  if (oldestOfBurst === undefined) return null;
  const freeMs = oldestOfBurst + BURST_WIDTH_MS;
  return freeMs > input.now.getTime() ? new Date(freeMs) : null;
}

export const BURST_WIDTH_MS = 10 * 60_000;
