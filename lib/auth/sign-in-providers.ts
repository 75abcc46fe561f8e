import type { NextAuthOptions } from 'next-auth';
import AzureAdProvider from 'next-auth/providers/azure-ad';
import GoogleProvider from 'next-auth/providers/google';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { Env } from '../platform/env';

export type SignInProviderId = 'google' | 'azure-ad' | 'linkedin';

/** The identity providers whose keys are set, for the buttons of the sign-in page. */
export function signInProviders(env: Env): { id: SignInProviderId; name: string }[] {
  return [
    ...(keysOf(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET) ? [{ id: 'google' as const, name: 'Google' }] : []),
    ...(keysOf(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET)
      ? [{ id: 'azure-ad' as const, name: 'Microsoft' }]
      : []),
    ...(keysOf(env.LINKEDIN_CLIENT_ID, env.LINKEDIN_CLIENT_SECRET)
      ? [{ id: 'linkedin' as const, name: 'LinkedIn' }]
      : []),
  ];
}

/** The same providers as next-auth wants them. */
export function oauthProviders(env: Env): NextAuthOptions['providers'] {
  const google = keysOf(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET);
  const microsoft = keysOf(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET);
  const linkedin = keysOf(env.LINKEDIN_CLIENT_ID, env.LINKEDIN_CLIENT_SECRET);
  return [
    ...(google ? [GoogleProvider({ ...google, profile: personOf })] : []),
    ...(microsoft
      ? [
          AzureAdProvider({
            ...microsoft,
            name: 'Microsoft',
            profile: personOf,
            ...(env.MICROSOFT_TENANT_ID ? { tenantId: env.MICROSOFT_TENANT_ID } : {}),
          }),
        ]
      : []),
    ...(linkedin ? [linkedinProvider(linkedin)] : []),
  ];
}

/**
 * The e-mail address that the provider vouches for, or null. Microsoft says nothing about verification: an address
 * counts when it comes from the one tenant that is configured, or when Microsoft's own claim says that the owner of the
 * domain has confirmed it.
 */
export function verifiedEmail(
  provider: string,
  profile: unknown,
  env: Pick<Env, 'MICROSOFT_TENANT_ID'>,
): string | null {
  const parsed = verified.safeParse(profile);
  if (!parsed.success) return null;
  const { email, email_verified, xms_edov } = parsed.data;
  if (provider === 'azure-ad')
    return isOneTenant(env.MICROSOFT_TENANT_ID) || xms_edov === true || xms_edov === 1 || xms_edov === '1'
      ? email
      : null;
  return email_verified === true || email_verified === 'true' ? email : null;
}

interface Profile {
  sub: string;
  name?: string;
  email?: string;
}

const verified = z.object({
  email: z.email(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  xms_edov: z.union([z.boolean(), z.number(), z.string()]).optional(),
});

const SHARED_TENANTS = ['common', 'organizations', 'consumers'];

function isOneTenant(tenant: string | undefined): boolean {
  return tenant !== undefined && !SHARED_TENANTS.includes(tenant);
}

function keysOf(clientId: string | undefined, clientSecret: string | undefined) {
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

function personOf(profile: Profile) {
  return { id: profile.sub, name: profile.name ?? null, email: profile.email ?? null };
}

/** Next-auth's own LinkedIn provider speaks an API that new apps do not get; this is LinkedIn's OpenID Connect. */
function linkedinProvider(keys: { clientId: string; clientSecret: string }): OAuthConfig<Profile> {
  return {
    id: 'linkedin',
    name: 'LinkedIn',
    type: 'oauth',
    ...keys,
    wellKnown: 'https://www.linkedin.com/oauth/.well-known/openid-configuration',
    issuer: 'https://www.linkedin.com/oauth',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    authorization: { params: { scope: 'openid profile email' } },
    idToken: true,
    checks: ['state'],
    profile: personOf,
  };
}
