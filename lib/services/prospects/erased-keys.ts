import type { IdentityKey } from '../../../db/queries/prospects';
import { hmac } from '../../platform/secrets';

/**
 * What is left of a handle when its person is erased: a keyed hash, so that the person stays suppressed and is never
 * contacted twice, and nobody can read who it was (design.md, personal data).
 */
export function erasedKeyOf(encryptionKey: string, key: IdentityKey): IdentityKey {
  return { kind: key.kind, value: `erased:${hmac(encryptionKey, `${key.kind}:${key.value}`)}` };
}
