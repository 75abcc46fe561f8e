import { announce } from '@/inngest/client';
import { engineWindow } from '@/inngest/engine-window';
import { handleApi } from '@/lib/http/handle-api';
import { env } from '@/lib/platform/env';
import { providerFromSettings } from '@/lib/providers/unipile/from-settings';

export const dynamic = 'force-dynamic';

const handle = (request: Request) =>
  handleApi(request, {
    provider: providerFromSettings(),
    announce: (event) => announce(event),
    engine: engineWindow(env()),
    appUrl: env().APP_URL ?? `http://${env().HOST}:${env().PORT}`,
  });

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
