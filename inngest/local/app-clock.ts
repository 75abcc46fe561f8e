import { Agent as HttpAgent, get as httpGet } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { z } from 'zod';

const HEALTH = z.object({ clock: z.object({ now: z.coerce.date(), speed: z.number().positive() }) });
/** A clock that keeps wall time jumps only when someone sets it; the others are watched more closely. */
const POLL_MS = 2_000;
const POLL_SCALED_MS = 500;
const ANSWER_MS = 5_000;
/** App time that moves this much more than the wall and the speed explain has jumped. */
const JUMP_MS = 1_000;

/** The app's time as `/api/health` tells it: read every other second or more often, so that a jump is seen, and run on in between. */
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
  /** The clock was set anew, runs at another speed, or ran faster than it said. */
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
      const { clock } = HEALTH.parse(JSON.parse(await line.read()));
      const expected = anchor === null ? null : appMsAt(anchor, performance.now());
      const { speed } = anchor ?? clock;
      anchor = { realMs: (startedMs + performance.now()) / 2, appMs: clock.now.getTime(), speed: clock.speed };
      const jumped = expected === null || appMsAt(anchor, performance.now()) - expected > JUMP_MS;
      if (jumped || speed !== clock.speed) events.onJump?.();
      if (!answering) events.onAppBack?.();
      answering = true;
    } catch {
      // The app is starting or gone: time runs on as last known.
      answering = false;
    }
  }
  async function poll(): Promise<void> {
    await read();
    if (!stopped)
      timer = setTimeout(() => void poll(), anchor === null || anchor.speed !== 1 ? POLL_SCALED_MS : POLL_MS);
  }
  const line = openLine(healthUrl);
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
      line.close();
    },
  };
}

/** Asks one address again and again over one connection, for as little as it can cost: it is all that an idle runner does. */
function openLine(url: string) {
  const secure = new URL(url).protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const get = secure ? httpsGet : httpGet;
  return {
    read: () =>
      new Promise<string>((resolve, reject) => {
        const request = get(url, { agent, timeout: ANSWER_MS }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.once('end', () => resolve(text));
          response.once('error', reject);
        });
        request.once('timeout', () => request.destroy(new Error('the app did not answer in time')));
        request.once('error', reject);
      }),
    close: () => agent.destroy(),
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
