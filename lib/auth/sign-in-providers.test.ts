import { expect, test } from 'vitest';
import type { Env } from '@/lib/platform/env';
import { parseEnv } from '@/lib/platform/env';
import { oauthProviders, signInProviders, verifiedEmail } from './sign-in-providers';

const settings = (more: Record<string, string>): Env =>
  parseEnv({
    DATABASE_URL: 'postgres://x:y@127.0.0.1/z',
    NEXTAUTH_SECRET: 'a secret of the tests',
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    UNIPILE_API_URL: 'http://127.0.0.1:1',
    UNIPILE_API_KEY: 'k',
    UNIPILE_WEBHOOK_SECRET: 's',
    ...more,
  });

test('a provider is there when both of its keys are, and not by half', () => {
  const env = settings({ GOOGLE_CLIENT_ID: 'a', GOOGLE_CLIENT_SECRET: 'b', LINKEDIN_CLIENT_ID: 'a' });
  expect(signInProviders(env)).toEqual([{ id: 'google', name: 'Google' }]);
  expect(oauthProviders(env).map((provider) => provider.id)).toEqual(['google']);
  const all = settings({
    GOOGLE_CLIENT_ID: 'a',
    GOOGLE_CLIENT_SECRET: 'b',
    MICROSOFT_CLIENT_ID: 'a',
    MICROSOFT_CLIENT_SECRET: 'b',
    LINKEDIN_CLIENT_ID: 'a',
    LINKEDIN_CLIENT_SECRET: 'b',
  });
  expect(oauthProviders(all).map((provider) => provider.id)).toEqual(signInProviders(all).map(({ id }) => id));
});

test('only an address that the provider vouches for lets somebody in', () => {
  const env = { MICROSOFT_TENANT_ID: undefined };
  expect(verifiedEmail('google', { email: 'a@b.test', email_verified: true }, env)).toBe('a@b.test');
  expect(verifiedEmail('google', { email: 'a@b.test', email_verified: false }, env)).toBeNull();
  expect(verifiedEmail('linkedin', { email: 'a@b.test' }, env)).toBeNull();
  expect(verifiedEmail('google', undefined, env)).toBeNull();
});

test("Microsoft's address counts from one configured tenant, or with the claim that its domain is owned", () => {
  const profile = { email: 'a@b.test', email_verified: true };
  expect(verifiedEmail('azure-ad', profile, { MICROSOFT_TENANT_ID: undefined })).toBeNull();
  expect(verifiedEmail('azure-ad', profile, { MICROSOFT_TENANT_ID: 'common' })).toBeNull();
  expect(verifiedEmail('azure-ad', { ...profile, xms_edov: true }, { MICROSOFT_TENANT_ID: 'common' })).toBe('a@b.test');
  expect(verifiedEmail('azure-ad', profile, { MICROSOFT_TENANT_ID: '0b7f' })).toBe('a@b.test');
});
