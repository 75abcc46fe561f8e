import { z } from 'zod';
import type { ProviderPort } from '../port';
import { id, instant, user } from './body';
import { writeResult } from './outcome';
import { readPage } from './pagination';
import { segment, type UnipileClient } from './request';

type Invitations = Pick<ProviderPort, 'invite' | 'withdraw' | 'listSentInvitations' | 'listRelations'>;

/** Invitations and relations. Every list is read past the cache, because a stale one would settle outcomes wrongly. */
export function invitationCalls(client: UnipileClient): Invitations {
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
    async withdraw(accountId, requestId) {
      const path = `/${segment(accountId)}/users/me/relation-requests/${segment(requestId)}/cancel`;
      return writeResult(await client.write(path), {
        context: { action: 'withdraw', withNote: false },
        schema: z.object({ object: z.literal('RelationRequestCanceled') }),
        refOf: () => null,
      });
    },
    listSentInvitations(accountId, page) {
      const path = `/${segment(accountId)}/users/me/relation-requests`;
      return readPage(client, path, { type: 'sent' }, sentRequest, page);
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

const relation = z.object({ user, created_at: instant.nullish().catch(undefined) }).transform((item) => ({
  providerUserId: item.user.id,
  slug: item.user.public_identifier || null,
  since: item.created_at ?? null,
}));
