import type { ProfilePart, Provider } from '../domain/accounts/constants';
import type { PeopleSearch } from '../domain/imports/constants';
import type { Action, Tier } from '../domain/limits/constants';
import type { ProviderAnswer } from '../domain/sends/provider-answer';

/** What a write came to, with the rate headers of the answer (lower-case names). Never throws for an answer of the provider. */
export interface WriteResult {
  answer: ProviderAnswer;
  headers: Record<string, string>;
  /** The answer says that the network suspects automation, whatever else it says. */
  warning?: 'automation_suspected';
  rate?: RateWindow;
}

/** The provider's own window of calls as its rate headers tell it. */
export interface RateWindow {
  limit: number;
  remaining: number;
  resetAfterS: number;
}

/** A read either has a value or says why not; reads may be retried, writes never are. */
export type ReadResult<T> =
  | { ok: true; value: T; headers: Record<string, string>; rate?: RateWindow }
  | {
      ok: false;
      code: 'not_found' | 'disconnected' | 'restricted' | 'limited' | 'throttled' | 'unavailable';
      detail: string;
      retryAfterS?: number;
      headers: Record<string, string>;
      rate?: RateWindow;
    };

/** The API's own account record: reading it never touches the network behind it. */
export interface ProviderAccount {
  providerAccountId: string;
  provider: Provider;
  name: string;
  status: 'running' | 'connecting' | 'checkpoint' | 'disconnected' | 'restricted' | 'errored';
  detail: string | null;
  tier: Tier | null;
  country: string | null;
}

export interface OwnProfile {
  providerUserId: string;
  name: string;
  tier: Tier;
  connections: number | null;
  /** What the profile lacks; null where the provider tells nothing of it. */
  lacks: ProfilePart[] | null;
}

export interface ProviderProfile {
  providerUserId: string;
  slug: string | null;
  firstName: string | null;
  lastName: string | null;
  /** 1-3; 4 = out of network; null = the provider did not say. */
  degree: 1 | 2 | 3 | 4 | null;
  openProfile: boolean | null;
  /** Whether the account may write the person an InMail; null = the provider did not say. */
  takesInmail: boolean | null;
  pendingInvitation: boolean;
  /** The account's last invitation to the person was withdrawn, as the network itself says. */
  withdrawnInvitation: boolean;
  visitToken: string | null;
}

export interface SentInvitation {
  requestId: string;
  providerUserId: string | null;
  slug: string | null;
  createdAt: Date | null;
}

/** An invitation that waits for the account's own answer. */
export interface ReceivedInvitation extends SentInvitation {
  name: string | null;
}

export interface Page<T> {
  items: T[];
  /** Pass back to get the next page; null at the end. */
  next: string | null;
}

/** A person as a search shows them; out of the network a name or an address may be missing. */
export interface FoundPerson {
  slug: string | null;
  fullName: string | null;
  headline: string | null;
  location: string | null;
}

/** One page of a search. `more` is false only where the provider has said that the list ends here. */
export interface FoundPage {
  items: FoundPerson[];
  more: boolean;
}

/** A search costs profiles, so it is asked once: `not_reached` is proof that it never left, `no_access` a plan without it. */
export type SearchResult =
  | Extract<ReadResult<FoundPage>, { ok: true }>
  | (Omit<Extract<ReadResult<never>, { ok: false }>, 'code'> & {
      code: Extract<ReadResult<never>, { ok: false }>['code'] | 'not_reached' | 'no_access' | 'bad_search';
    });

/** A webhook as every adapter must produce it. `at` is app time as the provider states it. */
export type ProviderEvent = { eventId: string; providerAccountId: string; at: Date } & (
  | { kind: 'account_connected'; state: string | null; account: ProviderAccount; reconnect: boolean }
  | { kind: 'account_status'; status: ProviderAccount['status']; detail: string | null }
  | { kind: 'relation_new'; providerUserId: string; slug: string | null }
  | { kind: 'message_new'; chatId: string; messageId: string; senderUserId: string; own: boolean; text: string | null }
  | { kind: 'email_bounced' }
  | { kind: 'ignored'; type: string }
);

export interface ProviderPort {
  createLink(input: {
    provider: Provider;
    country: string | null;
    reconnectProviderAccountId: string | null;
    redirectUri: string;
    state: string;
    expiresAt: Date;
  }): Promise<ReadResult<{ url: string }>>;
  getAccount(providerAccountId: string): Promise<ReadResult<ProviderAccount>>;
  getOwnProfile(providerAccountId: string): Promise<ReadResult<OwnProfile>>;
  getInmailCredits(providerAccountId: string): Promise<ReadResult<number>>;
  /** A look-up: costs a profile view. `fresh` bypasses the API's cache. */
  getProfile(
    providerAccountId: string,
    slugOrId: string,
    options: { fresh: boolean },
  ): Promise<ReadResult<ProviderProfile>>;
  visitProfile(providerAccountId: string, visitToken: string): Promise<WriteResult>;
  invite(providerAccountId: string, input: { providerUserId: string; note: string | null }): Promise<WriteResult>;
  withdraw(providerAccountId: string, requestId: string): Promise<WriteResult>;
  /** Accepts an invitation that the account has received. */
  accept(providerAccountId: string, requestId: string): Promise<WriteResult>;
  /** Refuses one. The provider would withdraw a sent one by the same call: only a listed received one may be named. */
  refuse(providerAccountId: string, requestId: string): Promise<WriteResult>;
  sendMessage(
    providerAccountId: string,
    input: { providerUserId: string; chatId: string | null; text: string },
  ): Promise<WriteResult>;
  sendInmail(
    providerAccountId: string,
    input: { providerUserId: string; subject: string | null; text: string; tier: Tier },
  ): Promise<WriteResult>;
  listSentInvitations(providerAccountId: string, page: string | null): Promise<ReadResult<Page<SentInvitation>>>;
  /** Pending ones; `fresh` bypasses the API's cache. */
  listReceivedInvitations(
    providerAccountId: string,
    page: string | null,
    options: { fresh: boolean },
  ): Promise<ReadResult<Page<ReceivedInvitation>>>;
  listRelations(
    providerAccountId: string,
    page: string | null,
  ): Promise<ReadResult<Page<{ providerUserId: string; slug: string | null; since: Date | null }>>>;
  listMessages(
    providerAccountId: string,
    providerUserId: string,
  ): Promise<ReadResult<{ chatId: string; messageId: string; own: boolean; text: string | null; at: Date }[]>>;
  /** One page of a conversation, newest first: from what the API has synced, so it touches no network (limits.md §1). */
  readChat(
    providerAccountId: string,
    chatId: string,
    page: string | null,
  ): Promise<ReadResult<Page<{ messageId: string; own: boolean; text: string | null; at: Date }>>>;
  /** One page of a search, from an offset; never repeated by itself. */
  searchPeople(
    providerAccountId: string,
    input: { search: PeopleSearch; offset: number; limit: number },
  ): Promise<SearchResult>;
  /** Checks signature and wall-clock window (300 s) over the raw body. */
  verifyWebhook(input: { header: string | null; rawBody: string; wallNow: Date }): boolean;
  parseWebhook(rawBody: string): ProviderEvent | null;
}

/** The writes of the port by action, for tables and tests. */
export const WRITE_ACTIONS: readonly Action[] = [
  'visit',
  'invite',
  'message',
  'inmail',
  'withdraw',
  'accept',
  'refuse',
];
