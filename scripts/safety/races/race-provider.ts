import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderPort, WriteResult } from '../../../lib/providers/port';

/** One invitation as the provider saw it: when its request arrived, by the same clock as the acknowledgements. */
export interface Arrival {
  at: number;
  providerUserId: string;
}

/** A slow way lets a whole stop come in between a dispatch and its call. */
const SLOW_SHARE = 0.5;
const SLOW_MS = 80;
const FAST_MS = 4;

/** A provider that accepts whatever reaches it, after a way that takes some milliseconds. Its ledger is the oracle. */
export class RaceProvider {
  private readonly arrivals = new Map<string, Arrival[]>();

  /** What arrived for one account. */
  ledgerOf(providerAccountId: string): Arrival[] {
    return this.arrivals.get(providerAccountId) ?? [];
  }

  /** The port of the product with its one write that a race makes; anything else would be a fault of the race. */
  port(base: ProviderPort): ProviderPort {
    return { ...base, invite: (accountId, { providerUserId }) => this.invite(accountId, providerUserId) };
  }

  private async invite(accountId: string, providerUserId: string): Promise<WriteResult> {
    await sleep(Math.random() * (Math.random() < SLOW_SHARE ? SLOW_MS : FAST_MS));
    const ledger = this.arrivals.get(accountId) ?? [];
    ledger.push({ at: performance.now(), providerUserId });
    this.arrivals.set(accountId, ledger);
    await sleep(Math.random() * FAST_MS);
    return { answer: { kind: 'accepted', providerRef: `ref of ${providerUserId}` }, headers: {} };
  }
}
