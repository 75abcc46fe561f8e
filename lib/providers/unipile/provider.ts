import { z } from 'zod';
import type { Tier } from '../../domain/limits/constants';
import type { ProviderPort, ReadResult } from '../port';
import { accountRecord, apiNameOf, productOf, toAccount } from './accounts';
import { invitationCalls } from './invitations';
import { messageCalls } from './messages';
import { readResult, writeResult } from './outcome';
import { profileBody, toOwnProfile, toProfile } from './profile';
import { type ClientOptions, createUnipileClient, isSegment, segment, type UnipileClient } from './request';
import { searchCalls } from './search';
import { parseEvent, verifySignature } from './webhooks';

/**
 * The provider port on the v2 API. Writes are made once, with one explicit time-out, and end as accepted, refused,
 * unknown or proven not reached; reads are uncached where an outcome hangs on them.
 */
export function createUnipileProvider(options: UnipileOptions): ProviderPort {
  const client = createUnipileClient(options);
  return {
    ...accountCalls(client),
    ...profileCalls(client),
    ...invitationCalls(client),
    ...messageCalls(client),
    ...searchCalls(client),
    verifyWebhook: (input) => verifySignature(options.webhookSecret, input),
    parseWebhook: parseEvent,
  };
}

export interface UnipileOptions extends ClientOptions {
  webhookSecret: string;
}

type AccountCalls = Pick<ProviderPort, 'createLink' | 'getAccount' | 'getOwnProfile' | 'getInmailCredits'>;

function accountCalls(client: UnipileClient): AccountCalls {
  const getAccount: ProviderPort['getAccount'] = async (accountId) => {
    const read = readResult(await client.read(`/accounts/${segment(accountId)}`, { fresh: true }), accountRecord);
    return refine(read, (record) => (record.id === accountId ? toAccount(record) : null), 'not the account asked for');
  };
  return {
    getAccount,
    async createLink({ provider, country, reconnectProviderAccountId, redirectUri, state, expiresAt }) {
      const name = apiNameOf(provider);
      const body = {
        ...(reconnectProviderAccountId === null ? { providers: [name] } : { account_id: reconnectProviderAccountId }),
        expires_on: expiresAt.toISOString(),
        redirect_uri: redirectUri,
        state,
        ...(country === null ? {} : { config: { [name]: { auto_proxy_config: { country } } } }),
      };
      const read = readResult(await client.write('/auth/link', body), z.object({ link: z.url() }));
      return refine(read, ({ link }) => ({ url: link }), '');
    },
    async getOwnProfile(accountId) {
      const account = await getAccount(accountId);
      if (!account.ok) return account;
      const read = readResult(await client.read(`/${segment(accountId)}/users/me`), profileBody);
      const { tier } = account.value;
      return refine(read, (body) => ownProfileOf(toOwnProfile(body), tier), 'not the own profile');
    },
    async getInmailCredits(accountId) {
      // The pool is the product's that sends; which one that is, the API's own record tells without a provider call.
      const account = await getAccount(accountId);
      if (!account.ok) return account;
      const path = `/${segment(accountId)}/linkedin/inmail-credits`;
      const read = readResult(await client.read(path, { fresh: true }), inmailCredits);
      return refine(read, ({ credits }) => credits[productOf(account.value.tier)] ?? 0, '');
    },
  };
}

type ProfileCalls = Pick<ProviderPort, 'getProfile' | 'visitProfile'>;

function profileCalls(client: UnipileClient): ProfileCalls {
  return {
    async getProfile(accountId, slugOrId, { fresh }) {
      // `me` would be the account itself, at the cost of a view.
      if (!isSegment(slugOrId) || slugOrId.toLowerCase() === 'me') {
        return { ok: false, code: 'not_found', detail: 'not a slug', headers: {} };
      }
      // One paid view is one call: a repeat would spend a second one that no budget knows of.
      const path = `/${segment(accountId)}/users/${segment(slugOrId)}`;
      const read = readResult(await client.read(path, { fresh, repeat: false }), profileBody, true);
      return refine(read, (body) => toProfile(body, slugOrId), 'not the profile asked for');
    },
    async visitProfile(accountId, visitToken) {
      const path = `/${segment(accountId)}/users/visit-profile?${new URLSearchParams({ token: visitToken })}`;
      return writeResult(await client.write(path), {
        context: { action: 'visit', withNote: false },
        schema: z.object({ object: z.literal('ProfileVisited') }),
        refOf: () => null,
      });
    },
  };
}

const pool = z.number().nullish();
const inmailCredits = z.object({ credits: z.object({ classic: pool, sales_navigator: pool, recruiter: pool }) });

function ownProfileOf(own: ReturnType<typeof toOwnProfile>, product: Tier | null) {
  if (own === null) return null;
  const { premium, ...profile } = own;
  return { ...profile, tier: product ?? (premium ? ('premium' as const) : ('free' as const)) };
}

/** Turns the value of a read; a value that is not what was asked for is as good as none. */
function refine<T, U>(read: ReadResult<T>, turn: (value: T) => U | null, wrong: string): ReadResult<U> {
  if (!read.ok) return read;
  const value = turn(read.value);
  if (value !== null) return { ...read, value };
  return { ok: false, code: 'unavailable', detail: wrong, headers: read.headers };
}
