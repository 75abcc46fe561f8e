import { z } from 'zod';
import { PROFILE_PARTS, type ProfilePart } from '../../domain/accounts/constants';
import type { OwnProfile, ProviderProfile } from '../port';
import { id } from './body';

/**
 * A person's profile, or null when the answer is somebody else's (or a company): under load the API has been seen to
 * answer with another member (unipile.md §6), and an invite to that id would reach a stranger.
 */
export function toProfile(body: ProfileBody, slugOrId: string): ProviderProfile | null {
  if (body.object !== 'UserProfile' || !isRequested(body, slugOrId)) return null;
  const { specifics } = body;
  return {
    providerUserId: body.id,
    slug: body.public_identifier || null,
    firstName: body.first_name || null,
    lastName: body.last_name || null,
    degree: DEGREES[specifics.network_distance ?? ''] ?? null,
    openProfile: specifics.is_open_profile ?? null,
    takesInmail: specifics.can_send_inmail ?? null,
    pendingInvitation: isPending(specifics),
    withdrawnInvitation: specifics.relation_request_status === 'WITHDRAWN' && !isReceived(specifics),
    visitToken: specifics.notify_visit_token || null,
  };
}

/** The account's own profile without its tier's products; null when the answer is somebody else's. */
export function toOwnProfile(body: ProfileBody): (Omit<OwnProfile, 'tier'> & { premium: boolean }) | null {
  const distance = body.specifics.network_distance ?? 'SELF';
  if (body.object !== 'UserProfile' || distance !== 'SELF') return null;
  const names = [body.first_name, body.last_name].filter(Boolean).join(' ');
  return {
    providerUserId: body.id,
    name: body.display_name || names || body.id,
    connections: body.relations_count ?? null,
    lacks: lacksOf(body),
    premium: body.specifics.is_premium ?? false,
  };
}

/** An answer that names no part at all tells nothing: parts may be left out of it. */
function lacksOf(body: ProfileBody): ProfilePart[] | null {
  const { public_picture_url: picture, description: headline, bio: summary } = body;
  const has = { picture, headline, summary };
  const lacks = PROFILE_PARTS.filter((part) => !has[part]);
  return lacks.length === PROFILE_PARTS.length ? null : lacks;
}

export const profileBody = z.object({
  object: z.string(),
  id,
  public_identifier: z.string().nullish(),
  display_name: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  description: z.string().nullish().catch(undefined),
  bio: z.string().nullish().catch(undefined),
  public_picture_url: z.string().nullish().catch(undefined),
  relations_count: z.number().nullish().catch(undefined),
  specifics: z
    .object({
      network_distance: z.string().nullish(),
      is_open_profile: z.boolean().nullish().catch(undefined),
      can_send_inmail: z.boolean().nullish().catch(undefined),
      is_premium: z.boolean().nullish().catch(undefined),
      relation_request: z.object({ type: z.string().nullish() }).nullish().catch(undefined),
      relation_request_status: z.string().nullish(),
      notify_visit_token: z.string().nullish(),
    })
    .nullish()
    .transform((specifics) => specifics ?? {}),
});
export type ProfileBody = z.infer<typeof profileBody>;

const DEGREES: Partial<Record<string, 1 | 2 | 3 | 4>> = {
  FIRST_DEGREE: 1,
  SECOND_DEGREE: 2,
  THIRD_DEGREE: 3,
  OUT_OF_NETWORK: 4,
};

function isRequested(body: ProfileBody, slugOrId: string): boolean {
  return body.id === slugOrId || (!!body.public_identifier && plain(body.public_identifier) === plain(slugOrId));
}

/** Slugs are equal in any case and in either percent form. */
function plain(slug: string): string {
  try {
    return decodeURIComponent(slug).normalize('NFC').toLowerCase();
  } catch {
    return slug.toLowerCase();
  }
}

/** Only our own pending request counts; one that the other side sent is accepted, not waited for. */
function isPending(specifics: ProfileBody['specifics']): boolean {
  if (isReceived(specifics)) return false;
  const status = specifics.relation_request_status;
  return status ? status === 'PENDING' : specifics.relation_request?.type === 'sent';
}

function isReceived(specifics: ProfileBody['specifics']): boolean {
  return specifics.relation_request?.type === 'received';
}
