import { createHmac } from 'node:crypto';

/** The signature header of a webhook, as the provider makes it now. */
export function signedWebhook(rawBody: string, secret: string): string {
  const t = Math.floor(Date.now() / 1_000);
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${rawBody}`).digest('hex')}`;
}
