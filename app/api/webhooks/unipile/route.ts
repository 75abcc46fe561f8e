import { announce } from '@/inngest/client';
import { env } from '@/lib/platform/env';
import { logger } from '@/lib/platform/logger';
import { providerFromSettings } from '@/lib/providers/unipile/from-settings';
import { appTime } from '@/lib/services/clock/app-time';
import { ingestEvent } from '@/lib/services/events/ingest-event';

export const dynamic = 'force-dynamic';

const BYTES_MAX = 1_000_000;

/** The provider's webhooks: stored once, answered at once, applied by the engine. 503 asks for another delivery. */
export async function POST(request: Request): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? 0) > BYTES_MAX) return new Response(null, { status: 413 });
  const rawBody = await request.text();
  if (rawBody.length > BYTES_MAX) return new Response(null, { status: 413 });
  try {
    const taken = await ingestEvent(
      { provider: providerFromSettings(), encryptionKey: env().ENCRYPTION_KEY, now: await appTime() },
      { header: request.headers.get('unipile-signature'), rawBody, wallNow: new Date() },
    );
    if (taken.status === 'rejected') return new Response(null, { status: 401 });
    await announce(...taken.events.map((data) => ({ name: 'provider-event/received' as const, data })));
    return new Response(null, { status: 200 });
  } catch (error) {
    logger().error(
      { reason: error instanceof Error ? error.message.slice(0, 200) : 'unknown' },
      'a webhook was not stored',
    );
    return new Response(null, { status: 503 });
  }
}
