import { env } from '@/lib/platform/env';
import { readiness } from '@/lib/services/system/readiness';

export const dynamic = 'force-dynamic';

/** Whether the app can send at all, for load balancers and for people; needs no sign-in (design.md §6). */
export async function GET(): Promise<Response> {
  const { checks, since, clock } = await readiness({ engine: engineAnswers });
  const down = Object.values(checks).some((check) => check === 'down');
  return Response.json(
    { status: down ? 'down' : 'ok', checks, since, clock },
    { status: down ? 503 : 200, headers: { 'cache-control': 'no-store' } },
  );
}

const ENGINE_MS = 1_500;

/** A server of our own is asked; Inngest Cloud is reached by its keys alone. */
async function engineAnswers(): Promise<boolean> {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY } = env();
  if (INNGEST_BASE_URL === undefined) return INNGEST_EVENT_KEY !== undefined;
  const answer = await fetch(new URL('/health', INNGEST_BASE_URL), { signal: AbortSignal.timeout(ENGINE_MS) });
  return answer.ok;
}
