import { vi } from 'vitest';

/** Settings for product code that opens the process's own pool: the suite's database, and a provider that nothing reaches. */
export function stubSettings(databaseUrl: string): void {
  const settings = {
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    UNIPILE_API_URL: 'http://127.0.0.1:9',
    UNIPILE_API_KEY: 'key',
    UNIPILE_WEBHOOK_SECRET: 'secret',
    DATA_DIR: '.data/test-api',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
