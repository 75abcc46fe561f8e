import { z } from 'zod';

const HEALTH = z.object({ clock: z.object({ now: z.coerce.date(), speed: z.number().positive() }) });
const POLL_MS = 500;
const ANSWER_MS = 5_000;
/** App time that moves this much more than the wall and the speed explain has jumped. */
const JUMP_MS = 1_000;

/** The app's time as `/api/health` tells it: read twice a second, so that a jump is seen, and run on in between. */
export interface FollowedClock {
  /** Null until the app has answered once: nothing falls due before. */
  now(): Date | null;
  /** The same, asking the app when nothing is known yet. */
  known(): Promise<Date | null>;
  /** Wall ms until a moment of app time, at the speed of now; 0 when it has passed or nothing is known. */
  wallMsUntil(at: Date): number;
  stop(): void;
}

export interface ClockEvents {
  /** The clock was set anew, or ran faster than it said. */
  onJump?(): void;
  /** The app answers, for the first time or again. */
  onAppBack?(): void;
}

export function followClock(healthUrl: string, events: ClockEvents = {}): FollowedClock {
  let anchor: Anchor | null = null;
  let answering = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function read(): Promise<void> {
    const startedMs = performance.now();
    try {
      const answer = await fetch(healthUrl, { signal: AbortSignal.timeout(ANSWER_MS) });
      const { clock } = HEALTH.parse(await answer.json());
      const expected = anchor === null ? null : appMsAt(anchor, performance.now());
      anchor = { realMs: (startedMs + performance.now()) / 2, appMs: clock.now.getTime(), speed: clock.speed };
      if (expected === null || appMsAt(anchor, performance.now()) - expected > JUMP_MS) events.onJump?.();
      if (!answering) events.onAppBack?.();
      answering = true;
    } catch {
      // The app is starting or gone: time runs on as last known.
      answering = false;
    }
  }
  async function poll(): Promise<void> {
    await read();
    if (!stopped) timer = setTimeout(() => void poll(), POLL_MS);
  }
  void poll();
  const now = () => (anchor === null ? null : new Date(appMsAt(anchor, performance.now())));
  return {
    now,
    async known() {
      if (anchor === null) await read();
      return now();
    },
    wallMsUntil(at) {
      if (anchor === null) return 0;
      return Math.max(0, (at.getTime() - appMsAt(anchor, performance.now())) / anchor.speed);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

interface Anchor {
  realMs: number;
  appMs: number;
  speed: number;
}

function appMsAt(anchor: Anchor, realMs: number): number {
  return anchor.appMs + (realMs - anchor.realMs) * anchor.speed;
}
