import { serve } from 'inngest/next';
import type { NextRequest } from 'next/server';
import { inngestClient } from '@/inngest/client';
import { allFunctions } from '@/inngest/functions/all';
import { env } from '@/lib/platform/env';

export const dynamic = 'force-dynamic';

type Handlers = ReturnType<typeof serve>;
let kept: Handlers | undefined;

/** The SDK's endpoint: the engine, local or Inngest's own, calls the functions through it, signed both ways. */
function handlers(): Handlers {
  kept ??= serve({
    client: inngestClient(),
    functions: allFunctions(),
    serveOrigin: env().APP_URL ?? `http://${env().HOST}:${env().PORT}`,
    servePath: '/api/inngest',
    streaming: false,
  });
  return kept;
}

export const GET = (request: NextRequest, context: unknown) => handlers().GET(request, context);
export const POST = (request: NextRequest, context: unknown) => handlers().POST(request, context);
export const PUT = (request: NextRequest, context: unknown) => handlers().PUT(request, context);
