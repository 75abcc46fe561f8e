import { z } from 'zod';
import type { ProviderPort } from '../port';
import { id, instant, user } from './body';
import { writeResult } from './outcome';
import { readPage } from './pagination';
import { segment, type UnipileClient } from './request';

type Invitations = Pick<
  ProviderPort,
  'invite' | 'withdraw' | 'accept' | 'refuse' | 'listSentInvitations' | 'listReceivedInvitations' | 'listRelations'
>;

/** Invitations and relations. Every list is read past the cache, because a stale one would settle outcomes wrongly. */
export function invitationCalls(client: UnipileClient): Invitations {
  const end = async (action: 'withdraw' | 'refuse' | 'accept', accountId: string, requestId: string) => {
    const request = `/${segment(accountId)}/users/me/relation-requests/${segment(requestId)}`;
    return writeResult(await client.write(`${request}/${action === 'accept' ? 'accept' : 'cancel'}`), {
      context: { action, withNote: false },
      schema: z.object({
        object: z.literal(action === 'accept' ? 'RelationRequestConfirmed' : 'RelationRequestCanceled'),
      }),
      refOf: () => null,
    });
  };
  return {
    async invite(accountId, { providerUserId, note }) {
      const body = { user_id: providerUserId, ...(note === null ? {} : { message: note }) };
      const exchanged = await client.write(`/${segment(accountId)}/users/me/relation-requests`, body);
      return writeResult(exchanged, {
        context: { action: 'invite', withNote: note !== null },
        schema: z.union([z.object({ id }), z.object({ object: z.literal('RelationRequest') })]),
        refOf: (sent) => ('id' in sent ? sent.id : null),
      });
    },
    withdraw: (accountId, requestId) => end('withdraw', accountId, requestId),
    // The API has one word for both ends of a request (unipile.md §7).
    refuse: (accountId, requestId) => end('refuse', accountId, requestId),
    accept: (accountId, requestId) => end('accept', accountId, requestId),
    listSentInvitations(accountId, page) {
      const path = `/${segment(accountId)}/users/me/relation-requests`;
      return readPage(client, path, { type: 'sent' }, sentRequest, page);
    },
    listReceivedInvitations(accountId, page, options) {
      const path = `/${segment(accountId)}/users/me/relation-requests`;
      return readPage(client, path, { type: 'received' }, receivedRequest, page, options);
    },
    listRelations(accountId, page) {
      return readPage(client, `/${segment(accountId)}/users/me/relations`, {}, relation, page);
    },
  };
}

const sentRequest = z
  .object({ id, user: user.nullish().catch(undefined), created_at: instant.nullish().catch(undefined) })
  .transform((item) => ({
    requestId: item.id,
    providerUserId: item.user?.id ?? null,
    slug: item.user?.public_identifier || null,
    createdAt: item.created_at ?? null,
  }));

const receivedRequest = z
  .object({
    id,
    user: user.extend({ display_name: z.string().nullish() }).nullish().catch(undefined),
    created_at: instant.nullish().catch(undefined),
  })
  .transform((item) => ({
    requestId: item.id,
    providerUserId: item.user?.id ?? null,
    slug: item.user?.public_identifier || null,
    name: item.user?.display_name || null,
    createdAt: item.created_at ?? null,
  }));

const relation = z.object({ user, created_at: instant.nullish().catch(undefined) }).transform((item) => ({
  providerUserId: item.user.id,
  slug: item.user.public_identifier || null,
  since: item.created_at ?? null,
}));
