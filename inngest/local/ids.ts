import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id in the form of a ULID, as the SDK expects of runs and events: sorted by wall time, then random. */
export function newUlid(nowMs: number): string {
  let time = '';
  for (let rest = nowMs, digits = 0; digits < 10; digits += 1) {
    time = (ALPHABET[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  return time + [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
}
