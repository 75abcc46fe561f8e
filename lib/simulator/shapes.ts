import { relationKey, type Tie, token } from './identities';
import type { Account, MessageRecord, RequestRecord } from './records';
import type { Simulation } from './simulation';

/** The account as the API's own record shows it; plan products are in the metadata (unipile.md §5). */
export function accountShape(account: Account): Record<string, unknown> {
  const products: Record<string, string> = { classic: productStatus(account) };
  if (account.tier === 'sales_navigator') products.sales_navigator = productStatus(account);
  if (account.tier === 'recruiter' || account.tier === 'recruiter_lite') products.recruiter = productStatus(account);
  return {
    object: 'Account',
    id: account.id,
    application_id: 'app_simulator',
    user_id: account.userId,
    name: account.name,
    provider: account.provider,
    // A restricted account has no status of its own in v2: it is in error and locked.
    status: account.status === 'restricted' ? 'errored' : account.status,
    is_locked: account.status === 'restricted',
    created_at: account.createdAt,
    initial_sync: { status: 'completed' },
    proxy: account.country === null ? undefined : { country: account.country, auto_proxy: true },
    metadata: {
      ...account.metadata,
      auto_proxy_country: account.country ?? undefined,
      products_connection_status: account.provider === 'linkedin' ? products : undefined,
    },
  };
}

/** A member in lists and events. */
export function userShape(tie: Tie): Record<string, unknown> {
  const { person } = tie;
  return {
    object: 'User',
    id: tie.personId,
    type: 'individual',
    public_identifier: person.slug,
    display_name: `${person.firstName} ${person.lastName}`,
    profile_url: profileUrl(person.slug),
    description: `${person.title} at ${person.company}`,
  };
}

/** A member's profile as one account sees it, with the pending invitation between the two. */
export function profileShape(
  simulation: Simulation,
  account: Account,
  tie: Tie,
  latest: { id: string; request: RequestRecord } | null,
): Record<string, unknown> {
  const { person } = tie;
  const specifics = {
    network_distance: DISTANCES[tie.degree],
    is_open_profile: person.openProfile,
    can_send_inmail: tie.degree !== 1 && tie.acceptsInmail && (person.openProfile || account.tier !== 'free'),
    is_premium: person.openProfile,
    relation_request: latest?.request.state === 'pending' ? requestShape(latest.id, latest.request, tie) : undefined,
    relation_request_status: latest === null ? undefined : REQUEST_STATUS[latest.request.state],
    notify_visit_token: visitToken(simulation.seed, account.id, person.slug),
  };
  return {
    ...userShape(tie),
    object: 'UserProfile',
    first_name: person.firstName,
    last_name: person.lastName,
    location: person.location,
    relations_count: 500,
    is_blocked: false,
    provider: 'linkedin',
    specifics,
  };
}

/** The account's own profile. */
export function ownProfileShape(simulation: Simulation, account: Account): Record<string, unknown> {
  const [firstName = account.name, ...rest] = account.name.split(' ');
  const gained = simulation.store.ofAccount('request', account.id).filter(([, one]) => one.state === 'accepted').length;
  return {
    object: 'UserProfile',
    id: account.userId,
    type: 'individual',
    public_identifier: account.slug,
    display_name: account.name,
    first_name: firstName,
    last_name: rest.join(' '),
    profile_url: profileUrl(account.slug),
    public_picture_url: `https://example.invalid/pictures/${account.slug}.jpg`,
    description: `${account.name} at work`,
    bio: `What ${account.name} does.`,
    relations_count: account.connections + gained,
    is_blocked: false,
    provider: account.provider,
    specifics: { network_distance: 'SELF', is_premium: account.tier !== 'free' },
  };
}

/** An invitation in either direction. */
export function requestShape(id: string, request: RequestRecord, tie: Tie): Record<string, unknown> {
  return {
    object: 'RelationRequest',
    id,
    type: request.direction,
    user: userShape(tie),
    created_at: request.createdAt,
    message: request.message ?? undefined,
  };
}

/** A message; `sender_id` is the account's own member id for its own. */
export function messageShape(account: Account, id: string, message: MessageRecord, tie: Tie): Record<string, unknown> {
  return {
    object: 'Message',
    id,
    chat_id: message.chatId,
    sender_id: message.own ? account.userId : tie.personId,
    text: message.text,
    timestamp: message.at,
    is_sender: message.own,
    is_seen: !message.own,
    is_delivered: true,
    is_deleted: false,
    is_edited: false,
    is_hidden: false,
    is_event: false,
    reactions_counter: [],
    attachments: [],
    provider: 'linkedin',
    specifics: message.subject === null ? undefined : { subject: message.subject },
  };
}

/** A conversation with one member. */
export function chatShape(simulation: Simulation, account: Account, id: string, tie: Tie, lastAt: string) {
  const related = simulation.store.get('relation', relationKey(account.id, tie.person.slug)) !== undefined;
  return {
    object: 'Chat',
    id,
    name: `${tie.person.firstName} ${tie.person.lastName}`,
    type: '1to1',
    is_group: false,
    is_1to1: true,
    is_channel: false,
    user_id: tie.personId,
    user: userShape(tie),
    last_message_timestamp: lastAt,
    unread_count: 0,
    is_readonly: false,
    is_archived: false,
    is_pinned: false,
    muted_until: null,
    folders: [related ? 'CLASSIC_PRIMARY' : 'CLASSIC_OTHER'],
  };
}

/** Proof that a profile was looked up by this account, to be given back to tell the member of the visit. */
export function visitToken(seed: string, accountId: string, slug: string): string {
  return `${Buffer.from(slug).toString('base64url')}.${token(24, seed, accountId, slug, 'visit')}`;
}

export const DISTANCES = { 1: 'FIRST_DEGREE', 2: 'SECOND_DEGREE', 3: 'THIRD_DEGREE', 4: 'OUT_OF_NETWORK' } as const;
const REQUEST_STATUS = { pending: 'PENDING', accepted: undefined, withdrawn: 'WITHDRAWN', refused: 'IGNORED' } as const;

/** The public address of a member. */
export function profileUrl(slug: string): string {
  return `https://www.linkedin.com/in/${encodeURIComponent(slug)}`;
}

function productStatus(account: Account): string {
  return account.status === 'running' ? 'running' : account.status === 'disconnected' ? 'disconnected' : 'errored';
}
