import { newId } from '../../platform/ids';
import { randomToken, sha256 } from '../../platform/secrets';

/** How long a token works unless it is said otherwise, and at most. */
export const TOKEN_DAYS = 30;
export const TOKEN_DAYS_MAX = 365;

/** A fresh bearer token: 256 random bits behind a prefix that secret scanners can look for. Only the hash is stored. */
export function newToken(): { id: string; token: string; hash: string } {
  const token = `hdr_${randomToken(32)}`;
  return { id: newId('token'), token, hash: sha256(token) };
}
