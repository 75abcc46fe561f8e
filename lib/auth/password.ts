import { hashPassword, matchesPassword } from '../services/members/password';

export { hashPassword } from '../services/members/password';

let nobodysHash: Promise<string> | undefined;

/**
 * Whether the password belongs to the hash. Without a hash (nobody has that e-mail, or no password is set) it works as
 * long and answers no, so that the time taken does not tell who has an account.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword('the password of nobody');
  const matches = await matchesPassword(password, stored ?? (await nobodysHash));
  return matches && stored !== null;
}
