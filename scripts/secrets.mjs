import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SECRETS = {
  NEXTAUTH_SECRET: () => randomBytes(32).toString('base64url'),
  ENCRYPTION_KEY: () => randomBytes(32).toString('base64'),
  SIMULATOR_KEY: () => randomBytes(24).toString('base64url'),
  UNIPILE_WEBHOOK_SECRET: () => randomBytes(32).toString('hex'),
  INNGEST_EVENT_KEY: () => randomBytes(24).toString('base64url'),
  INNGEST_SIGNING_KEY: () => randomBytes(32).toString('hex'), // Inngest's own form: hexadecimal without a prefix
};

/** The secrets of one data folder: made at the first call, the same for ever after, readable by their owner only. */
export function keptSecrets(dataDir) {
  const folder = path.join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Object.fromEntries(Object.entries(SECRETS).map(([name, make]) => [name, keep(path.join(folder, name), make)]));
}

/** Whether the secrets that sign sessions and encrypt credentials were generated here before. */
export function hasKeptSecrets(dataDir) {
  return ['NEXTAUTH_SECRET', 'ENCRYPTION_KEY'].every((name) => existsSync(path.join(dataDir, 'secrets', name)));
}

function keep(file, make) {
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
