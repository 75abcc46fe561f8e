import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, in a time that tells nothing of where they differ. */
export function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

/** Inngest's own rule: an even number of hex digits. Of anything else the SDK would send the hash of nothing as its key. */
export function isSigningKey(text: string): boolean {
  return /^(signkey-\w+-)?([0-9a-f]{2}){16,}$/i.test(text);
}

/** Whether a bearer is the signing key, or its hash as the SDK sends it. */
export function holdsKey(authorization: string | undefined, signingKey: string): boolean {
  const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (bearer === undefined) return false;
  const [prefix = ''] = /^signkey-\w+-/.exec(signingKey) ?? [];
  const bytes = Buffer.from(signingKey.slice(prefix.length), 'hex');
  const hashed = prefix + createHash('sha256').update(bytes).digest('hex');
  return isSame(bearer, signingKey) || isSame(bearer, hashed);
}

/** A page in a browser can reach loopback under a name of its own: such a Host is refused. */
export function loopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}
