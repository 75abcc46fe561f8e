import { hash, verify } from '@node-rs/argon2';
import { randomToken } from '../../platform/secrets';

/** The strength that OWASP recommends: 19 MiB, two passes, one lane. Argon2id is the package's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password with argon2id and a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password is the one that was hashed; a hash that cannot be read fits nothing. */
export function matchesPassword(password: string, stored: string): Promise<boolean> {
  return verify(stored, password).catch(() => false);
}

/** A password for somebody else, with 96 random bits. */
export function newPassword(): string {
  return randomToken(12);
}
