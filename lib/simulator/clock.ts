import { z } from 'zod';

/**
 * App time for the simulator: follows `clock-url` (asked twice a second, extrapolated by its speed in between) or what
 * a control call set. Before the first answer it goes on from the last known origin, or is real time if there is none.
 */
export function createClock(options: ClockOptions): SimulatorClock {
  let anchor: ClockAnchor = options.last ?? { realMs: Date.now(), appMs: Date.now(), speed: 1 };
  let revision = 0;
  let pinned = false;
  const at = (realMs: number) => anchor.appMs + (realMs - anchor.realMs) * anchor.speed;
  const move = (next: ClockAnchor) => {
    anchor = next;
    options.onMoved(next);
  };
  const follow = (next: ClockAnchor) => {
    const driftMs = Math.abs(at(next.realMs) - next.appMs);
    // The answer's way here makes each reading a little wrong: following it would make time run back and forth.
    if (next.speed !== anchor.speed || driftMs > READING_REAL_MS * Math.max(1, next.speed)) move(next);
  };
  const poll = async (url: string) => {
    const seen = revision;
    const startedMs = Date.now();
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const clock = HEALTH.parse(await answer.json()).clock;
    const midMs = (startedMs + Date.now()) / 2;
    if (seen === revision && !pinned) follow({ realMs: midMs, appMs: clock.now.getTime(), speed: clock.speed });
  };
  const timer = options.clockUrl === null ? null : startPolling(() => poll(options.clockUrl ?? ''));
  return {
    now: () => new Date(Math.floor(at(Date.now()))),
    speed: () => anchor.speed,
    set(appNow, speed, pin) {
      revision += 1;
      pinned = pin;
      move({ realMs: Date.now(), appMs: appNow.getTime(), speed });
    },
    stop: () => timer?.(),
  };
}

export interface ClockAnchor {
  realMs: number;
  appMs: number;
  /** App milliseconds per real millisecond; 0 stands still between jumps. */
  speed: number;
}

export interface ClockOptions {
  clockUrl: string | null;
  last: ClockAnchor | null;
  onMoved(anchor: ClockAnchor): void;
}

export interface SimulatorClock {
  now(): Date;
  speed(): number;
  /** `pin` keeps the clock where it was set, whatever `clock-url` says. */
  set(appNow: Date, speed: number, pin: boolean): void;
  stop(): void;
}

const HEALTH = z.object({ clock: z.object({ now: z.coerce.date(), speed: z.number().nonnegative() }) });
const POLL_REAL_MS = 500;
/** How far off one reading may be. */
const READING_REAL_MS = 50;

function startPolling(poll: () => Promise<void>): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const round = async () => {
    // The app is down or starting: the clock goes on from what it knew.
    await poll().catch(() => undefined);
    if (!stopped) timer = setTimeout(round, POLL_REAL_MS);
  };
  timer = setTimeout(round, 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
