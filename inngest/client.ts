import { Inngest, Middleware } from 'inngest';
import { env } from '../lib/platform/env';
import { logger } from '../lib/platform/logger';
import { appTime } from '../lib/services/clock/app-time';
import type { AppEvent } from './events';

export const APP_ID = 'headroom';

let kept: Inngest | undefined;

/**
 * Stamps every event with app time (design.md §2), those that a function sends from a step too: the wall's time would be
 * in the future of a clock that lies behind it, and the event would wait until then.
 */
class AppClock extends Middleware.BaseMiddleware {
  readonly id = 'app-clock';

  override async transformSendEvent(sent: Middleware.TransformSendEventArgs) {
    const ts = (await appTime()).getTime();
    return { ...sent, events: sent.events.map((event) => ({ ...event, ts: event.ts ?? ts })) };
  }
}

/** The process's Inngest client. Always in cloud mode, signed both ways: `INNGEST_DEV` never decides anything here. */
export function inngestClient(): Inngest {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  kept ??= new Inngest({
    id: APP_ID,
    isDev: false,
    middleware: [AppClock],
    ...(INNGEST_BASE_URL === undefined ? {} : { baseUrl: INNGEST_BASE_URL }),
    ...(INNGEST_EVENT_KEY === undefined ? {} : { eventKey: INNGEST_EVENT_KEY }),
    ...(INNGEST_SIGNING_KEY === undefined ? {} : { signingKey: INNGEST_SIGNING_KEY }),
  });
  return kept;
}

/**
 * Tells the engine of a committed change. Never throws: the change stands whether or not the engine hears of it, and the
 * sweepers find in the database what no event announced (design.md P5).
 */
export async function announce(...events: AppEvent[]): Promise<void> {
  try {
    if (events.length === 0) return;
    await inngestClient().send(events);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger().warn(
      { events: events.map((event) => event.name), reason },
      'the engine was not told; a sweeper will find it',
    );
  }
}
