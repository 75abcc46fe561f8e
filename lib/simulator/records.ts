import { z } from 'zod';
import { TIERS } from '@/lib/domain/limits/constants';
import type { SimulatorConfig } from './world-config';
import { WORLD } from './world-config';

/** One shape per kind of record the world keeps; a journal line that does not parse is a bug and stops the start. */
export const SCHEMAS: { [K in Kind]: z.ZodType<Records[K]> } = {
  account: z.object({
    id: z.string(),
    provider: z.string(),
    name: z.string(),
    status: z.enum(['running', 'disconnected', 'restricted', 'errored']),
    tier: z.enum(TIERS),
    country: z.string().nullable(),
    timeZone: z.string().nullable().default(null),
    connections: z.number(),
    ageDays: z.number(),
    acceptance: z.number().nullable(),
    createdAt: z.string(),
    userId: z.string(),
    slug: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    credits: z.object({ balance: z.number(), month: z.string() }),
    checkpoint: z.boolean().default(false),
  }),
  known: z.object({ accountId: z.string(), slug: z.string() }),
  relation: z.object({ accountId: z.string(), slug: z.string(), since: z.string() }),
  request: z.object({
    accountId: z.string(),
    slug: z.string(),
    direction: z.enum(['sent', 'received']),
    state: z.enum(['pending', 'accepted', 'withdrawn', 'refused']),
    message: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  }),
  chat: z.object({
    accountId: z.string(),
    slug: z.string(),
    lastAt: z.string(),
    creditInmailAt: z.string().nullable(),
  }),
  message: z.object({
    accountId: z.string(),
    chatId: z.string(),
    slug: z.string(),
    own: z.boolean(),
    text: z.string(),
    subject: z.string().nullable(),
    at: z.string(),
  }),
  due: z.object({
    accountId: z.string(),
    slug: z.string(),
    kind: z.enum(['accept', 'reply', 'drop', 'back']),
    at: z.string(),
    requestId: z.string().nullable(),
    text: z.string().nullable(),
  }),
  delivery: z.object({
    endpointId: z.string(),
    accountId: z.string(),
    eventId: z.string(),
    type: z.string(),
    body: z.string(),
    attempts: z.number(),
    nextRealMs: z.number(),
    failed: z.boolean(),
    dueAt: z.string().default(''),
  }),
  endpoint: z.object({
    url: z.string(),
    secret: z.string(),
    events: z.array(z.string()).nullable(),
    accountIds: z.array(z.string()).nullable(),
    enabled: z.boolean(),
    name: z.string().nullable(),
    description: z.string().nullable(),
  }),
  link: z.object({
    providers: z.array(z.string()),
    reconnect: z.string().nullable(),
    state: z.string().nullable(),
    redirectUri: z.string(),
    expiresOn: z.string(),
    mintedRealMs: z.number(),
    country: z.string().nullable(),
    checkpoint: z
      .object({ code: z.string(), form: z.record(z.string(), z.string()), askedRealMs: z.number(), wrong: z.number() })
      .nullable()
      .default(null),
  }),
  fault: z.object({
    route: z.string(),
    kind: z.string(),
    left: z.number(),
    delayMs: z.number(),
    accountId: z.string().nullable(),
  }),
  violation: z.object({
    at: z.string(),
    accountId: z.string(),
    kind: z.string(),
    action: z.string(),
    slug: z.string().nullable(),
    requestId: z.string(),
  }),
  config: WORLD,
  anchor: z.object({ realMs: z.number(), appMs: z.number(), speed: z.number().nonnegative() }),
};

export type AccountStatus = 'running' | 'disconnected' | 'restricted' | 'errored';

export interface Account {
  id: string;
  provider: string;
  name: string;
  status: AccountStatus;
  tier: (typeof TIERS)[number];
  country: string | null;
  /** Where its owner sleeps; null when nobody knows. */
  timeZone: string | null;
  connections: number;
  ageDays: number;
  /** Share of invitations accepted; null takes the configured one. */
  acceptance: number | null;
  createdAt: string;
  userId: string;
  slug: string;
  metadata: Record<string, unknown>;
  /** InMail credits left and the UTC month `YYYY-MM` they were last filled in. */
  credits: { balance: number; month: string };
  /** LinkedIn wants to know who it is: the next sign-in asks for a code. */
  checkpoint: boolean;
}

export interface RequestRecord {
  accountId: string;
  slug: string;
  direction: 'sent' | 'received';
  state: 'pending' | 'accepted' | 'withdrawn' | 'refused';
  message: string | null;
  createdAt: string;
  endedAt: string | null;
}

export interface MessageRecord {
  accountId: string;
  chatId: string;
  slug: string;
  own: boolean;
  text: string;
  subject: string | null;
  at: string;
}

export interface Delivery {
  endpointId: string;
  accountId: string;
  eventId: string;
  type: string;
  body: string;
  attempts: number;
  nextRealMs: number;
  failed: boolean;
  /** App time before which it is not delivered: webhooks come late. Empty for at once. */
  dueAt: string;
}

export interface LinkRecord {
  providers: string[];
  reconnect: string | null;
  state: string | null;
  redirectUri: string;
  expiresOn: string;
  mintedRealMs: number;
  country: string | null;
  /** The code that this sign-in waits for, with what was filled in before; null while none was asked for. */
  checkpoint: Checkpoint | null;
}

export interface Checkpoint {
  code: string;
  form: Record<string, string>;
  /** Wall time at which it was asked for, and how often it was answered wrongly. */
  askedRealMs: number;
  wrong: number;
}

export interface Records {
  account: Account;
  known: { accountId: string; slug: string };
  relation: { accountId: string; slug: string; since: string };
  request: RequestRecord;
  chat: { accountId: string; slug: string; lastAt: string; creditInmailAt: string | null };
  message: MessageRecord;
  due: {
    accountId: string;
    slug: string;
    /** `drop` loses the account's connection and `back` restores it. */
    kind: 'accept' | 'reply' | 'drop' | 'back';
    at: string;
    requestId: string | null;
    text: string | null;
  };
  delivery: Delivery;
  endpoint: {
    url: string;
    secret: string;
    /** null = every event. */
    events: string[] | null;
    accountIds: string[] | null;
    enabled: boolean;
    name: string | null;
    description: string | null;
  };
  link: LinkRecord;
  fault: { route: string; kind: string; left: number; delayMs: number; accountId: string | null };
  violation: {
    at: string;
    accountId: string;
    kind: string;
    action: string;
    slug: string | null;
    requestId: string;
  };
  config: SimulatorConfig;
  anchor: { realMs: number; appMs: number; speed: number };
}

export type Kind = keyof Records;
