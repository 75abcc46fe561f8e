import { CALL_TIMEOUT_MS } from '../../../lib/domain/sends/constants';
import type { ProviderAnswer } from '../../../lib/domain/sends/provider-answer';
import type { ProviderPort, ReadResult, WriteResult } from '../../../lib/providers/port';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import { Cut } from './scheduler';

export type WriteAction = 'invite' | 'message' | 'inmail' | 'visit';

/** One request as the provider saw it; the oracle knows nothing else of what was sent. */
export interface Entry {
  startedAt: number;
  /** The scheduler's step: what came after what within a millisecond. */
  step: number;
  /** When the provider acted; null when it refused or never did. */
  landedAt: number | null;
  accountId: string;
  action: WriteAction | 'resolve';
  personId: string;
  text: string;
  answer: string;
  /** How long it asked us to wait, 0 where it did not. */
  waitMs: number;
}

/** What can happen to a write besides being accepted. */
export const WRITE_FAULTS = [
  'timeout_landed',
  'timeout_lost',
  'late_landing',
  'limit',
  'api_rate_limited',
  'not_reached',
  'target_impossible',
  'unrecognised',
  'disconnected',
] as const;
export type WriteFault = (typeof WRITE_FAULTS)[number];

export interface ProviderWorld {
  scheduler: Scheduler;
  random: Random;
  /** Share of writes that go wrong. */
  faultShare: number;
  onFault: (fault: WriteFault | 'read_failed') => void;
  /** Degree of a person on an account as the provider knows it. */
  connected: Set<string>;
  /** Null while its health cannot be read. */
  healthy: () => boolean;
  /** Accounts that it has restricted. */
  restricted: Set<string>;
}

const HEADERS = {};

/** A provider with an append-only ledger of its own; it accepts whatever it is asked, so that only we can be to blame. */
export class SimulatedProvider {
  readonly ledger: Entry[] = [];

  constructor(readonly world: ProviderWorld) {}

  port(): ProviderPort {
    const never = async (): Promise<never> => {
      throw new Error('the send path does not ask this');
    };
    return {
      createLink: never,
      getOwnProfile: never,
      getInmailCredits: never,
      withdraw: never,
      accept: never,
      refuse: never,
      listReceivedInvitations: never,
      readChat: never,
      searchPeople: never,
      verifyWebhook: () => false,
      parseWebhook: () => null,
      getAccount: (id) => this.account(id),
      getProfile: (id, person) => this.profile(id, person),
      invite: (id, input) => this.write(id, 'invite', input.providerUserId, input.note ?? ''),
      sendMessage: (id, input) => this.write(id, 'message', input.providerUserId, input.text),
      sendInmail: (id, input) => this.write(id, 'inmail', input.providerUserId, input.text),
      visitProfile: (id, token) => this.write(id, 'visit', token, ''),
      listSentInvitations: async (id) => this.read(() => ({ items: this.invitations(id), next: null })),
      listRelations: async (id) => this.read(() => ({ items: this.relations(id), next: null })),
      listMessages: async (id, person) => this.read(() => this.messages(id, person)),
    };
  }

  async write(accountId: string, action: WriteAction, personId: string, text: string): Promise<WriteResult> {
    const { scheduler, random } = this.world;
    const fault = random.chance(this.world.faultShare) ? random.pick(WRITE_FAULTS) : null;
    if (fault !== null) this.world.onFault(fault);
    const askedAt = scheduler.now;
    try {
      await scheduler.point('call.connect');
      if (scheduler.now - askedAt > CALL_TIMEOUT_MS)
        return { answer: { kind: 'unknown', detail: 'timed out' }, headers: HEADERS };
      const { waitMs } = this.record({ accountId, action, personId, text, fault });
      await scheduler.point('call.written');
      await scheduler.sleepUntil(scheduler.now + random.whole(50, isSlow(fault) ? 30_000 : 4_000));
      await scheduler.point('call.answered');
      return { answer: answerTo(fault, `${accountId}:${personId}`, waitMs / 1_000), headers: HEADERS };
    } catch (error) {
      // A connection that breaks after the first byte proves nothing.
      if (error instanceof Cut)
        return { answer: { kind: 'unknown', detail: 'the connection broke' }, headers: HEADERS };
      throw error;
    }
  }

  private record(input: {
    accountId: string;
    action: WriteAction;
    personId: string;
    text: string;
    fault: WriteFault | null;
  }): Entry {
    const { scheduler, random } = this.world;
    const { fault, ...seen } = input;
    const landsIn = fault === 'late_landing' ? random.whole(60_000, 3_600_000) : 0;
    const waitS = fault === 'api_rate_limited' ? random.pick([60, 300, 900]) : 0;
    const lands = fault === null || fault === 'timeout_landed' || fault === 'late_landing';
    const entry: Entry = {
      ...seen,
      startedAt: scheduler.now,
      step: scheduler.steps,
      landedAt: lands ? scheduler.now + landsIn : null,
      answer: fault ?? 'accepted',
      waitMs: waitS * 1_000,
    };
    if (fault !== 'not_reached') this.ledger.push(entry);
    return entry;
  }

  private async profile(accountId: string, personId: string) {
    const { scheduler } = this.world;
    const askedAt = scheduler.now;
    await scheduler.point('call.connect');
    // As with a write: the client's own time-out ends a request that has hung before its first byte.
    if (scheduler.now - askedAt > CALL_TIMEOUT_MS) return failed<never>();
    this.ledger.push({
      startedAt: scheduler.now,
      step: scheduler.steps,
      landedAt: scheduler.now,
      accountId,
      action: 'resolve',
      personId,
      text: '',
      answer: 'accepted',
      waitMs: 0,
    });
    return this.read(() => ({
      providerUserId: personId,
      slug: personId,
      firstName: null,
      lastName: null,
      degree: this.world.connected.has(`${accountId}:${personId}`) ? (1 as const) : (2 as const),
      openProfile: null,
      takesInmail: null,
      pendingInvitation: this.invitations(accountId).some((item) => item.providerUserId === personId),
      withdrawnInvitation: false,
      visitToken: personId,
    }));
  }

  private async account(providerAccountId: string) {
    await this.world.scheduler.point('call.connect');
    if (!this.world.healthy()) return failed<never>();
    const status = this.world.restricted.has(providerAccountId) ? ('restricted' as const) : ('running' as const);
    const account = {
      providerAccountId,
      provider: 'linkedin' as const,
      name: 'Account',
      status,
      detail: null,
      tier: null,
      country: null,
    };
    return { ok: true as const, value: account, headers: HEADERS };
  }

  private async read<T>(value: () => T): Promise<ReadResult<T>> {
    const { scheduler, random } = this.world;
    try {
      await scheduler.point('call.read');
    } catch (error) {
      if (error instanceof Cut) return failed();
      throw error;
    }
    if (random.chance(this.world.faultShare / 4)) {
      this.world.onFault('read_failed');
      return failed();
    }
    return { ok: true, value: value(), headers: HEADERS };
  }

  private landed(accountId: string, action: string) {
    return this.ledger.filter(
      (entry) =>
        entry.accountId === accountId &&
        entry.action === action &&
        entry.landedAt !== null &&
        entry.landedAt <= this.world.scheduler.now,
    );
  }

  private invitations(accountId: string) {
    return this.landed(accountId, 'invite')
      .filter((entry) => !this.world.connected.has(`${accountId}:${entry.personId}`))
      .map((entry) => ({
        requestId: `${accountId}:${entry.personId}`,
        providerUserId: entry.personId,
        slug: null,
        createdAt: null,
      }));
  }

  private relations(accountId: string) {
    return [...this.world.connected]
      .filter((key) => key.startsWith(`${accountId}:`))
      .map((key) => ({ providerUserId: key.slice(accountId.length + 1), slug: null, since: null }));
  }

  private messages(accountId: string, personId: string) {
    return [...this.landed(accountId, 'message'), ...this.landed(accountId, 'inmail')]
      .filter((entry) => entry.personId === personId)
      .map((entry, n) => ({
        chatId: personId,
        messageId: `${personId}:${n}`,
        own: true,
        text: entry.text,
        at: new Date(entry.landedAt ?? 0),
      }));
  }
}

function isSlow(fault: WriteFault | null): boolean {
  return fault === 'timeout_landed' || fault === 'timeout_lost' || fault === 'late_landing';
}

function answerTo(fault: WriteFault | null, ref: string, retryAfterS: number): ProviderAnswer {
  switch (fault) {
    case null:
      return { kind: 'accepted', providerRef: ref };
    case 'timeout_landed':
    case 'timeout_lost':
    case 'late_landing':
      return { kind: 'unknown', detail: 'no answer in time' };
    case 'not_reached':
      return { kind: 'not_reached', detail: 'connection refused' };
    case 'api_rate_limited':
      return { kind: 'refused', code: 'api_rate_limited', resetAfterS: retryAfterS, detail: 'too many requests' };
    case 'disconnected':
      return { kind: 'refused', code: 'account_disconnected', detail: 'signed out' };
    default:
      return { kind: 'refused', code: fault, detail: fault };
  }
}

function failed<T>(): ReadResult<T> {
  return { ok: false, code: 'unavailable', detail: 'no answer', headers: HEADERS };
}
