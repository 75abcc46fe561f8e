import { Inngest } from 'inngest';
import { env } from '../lib/platform/env';
import { logger } from '../lib/platform/logger';
import { appTime } from '../lib/services/clock/app-time';
import type { AppEvent } from './events';

export const APP_ID = 'headroom';

let kept: Inngest | undefined;

/** The process's Inngest client. Always in cloud mode, signed both ways: `INNGEST_DEV` never decides anything here. */
export function inngestClient(): Inngest {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  kept ??= new Inngest({
    id: APP_ID,
    isDev: false,
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
    // Events carry app time (design.md §2): on a scaled clock the wall's would be far off.
    const ts = (await appTime()).getTime();
    await inngestClient().send(events.map((event) => ({ ...event, ts })));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger().warn(
      { events: events.map((event) => event.name), reason },
      'the engine was not told; a sweeper will find it',
    );
  }
}
