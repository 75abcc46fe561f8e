import { env } from '../../platform/env';
import type { ProviderPort } from '../port';
import { createUnipileProvider } from './provider';

let kept: ProviderPort | undefined;

/** The process's one provider, at the address that the settings name: Unipile, or whatever answers there. */
export function providerFromSettings(): ProviderPort {
  kept ??= createUnipileProvider({
    baseUrl: env().UNIPILE_API_URL,
    apiKey: env().UNIPILE_API_KEY,
    webhookSecret: env().UNIPILE_WEBHOOK_SECRET,
  });
  return kept;
}
