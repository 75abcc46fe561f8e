import { z } from 'zod';

const HEALTH = z.object({ clock: z.object({ now: z.coerce.date(), speed: z.number().positive() }) });
const POLL_MS = 400;

/** The app's time as `/api/health` tells it: read twice a second, so that a jump is seen, and run on in between. */
export interface FollowedClock {
  /** Null until the app has answered once: nothing falls due before. */
  now(): Date | null;
  stop(): void;
}

export function followClock(healthUrl: string): FollowedClock {
  let anchor: { realMs: number; appMs: number; speed: number } | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function poll(): Promise<void> {
    const startedMs = performance.now();
    try {
      const answer = await fetch(healthUrl, { signal: AbortSignal.timeout(5_000) });
      const { clock } = HEALTH.parse(await answer.json());
      anchor = { realMs: (startedMs + performance.now()) / 2, appMs: clock.now.getTime(), speed: clock.speed };
    } catch {
      // The app is starting or gone: time runs on as last known.
    }
    if (!stopped) timer = setTimeout(() => void poll(), POLL_MS);
  }
  void poll();
  return {
    now: () => (anchor === null ? null : new Date(anchor.appMs + (performance.now() - anchor.realMs) * anchor.speed)),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
