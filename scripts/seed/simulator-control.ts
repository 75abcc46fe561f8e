import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Tier } from '../../lib/domain/limits/constants';

const STATUS = z.object({
  nextDueAt: z.coerce.date().nullable(),
  pendingWebhooks: z.number(),
  failedWebhooks: z.number(),
  restrictedAccounts: z.number(),
});
export type SimulatorStatus = z.infer<typeof STATUS>;
const VIOLATIONS = z.object({ byKind: z.record(z.string(), z.number()) });

export interface SimulatedAccount {
  id: string;
  name: string;
  tier: Tier;
  country: string;
  timeZone?: string;
  connections: number;
  ageDays: number;
  acceptance: number | null;
}

/** The simulator's own controls, for arranging a world that the app then finds. */
export class SimulatorControl {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async addAccount(account: SimulatedAccount): Promise<void> {
    await this.call('POST', '/_sim/accounts', account);
  }

  /** Holds the simulator's clock at a moment; what is due until then happens. */
  async pinClock(now: Date): Promise<SimulatorStatus> {
    return STATUS.parse(await this.call('POST', '/_sim/clock', { now: now.toISOString(), speed: 0, pin: true }));
  }

  async status(): Promise<SimulatorStatus> {
    return STATUS.parse(await this.call('GET', '/_sim/status'));
  }

  /** Changes switches of the world; what is not named stays. */
  async configure(change: object): Promise<void> {
    await this.call('POST', '/_sim/config', change);
  }

  /** How often each kind of violation was counted. */
  async violations(): Promise<Record<string, number>> {
    return VIOLATIONS.parse(await this.call('GET', '/_sim/violations')).byKind;
  }

  /** Lets the clock follow the app's again. */
  async followClock(now: Date, speed: number): Promise<void> {
    await this.call('POST', '/_sim/clock', { now: now.toISOString(), speed, pin: false });
  }

  /** Waits until every webhook has been delivered; throws after `forMs`. */
  async webhooksDelivered(forMs: number): Promise<void> {
    for (const deadline = Date.now() + forMs; Date.now() < deadline; await sleep(100)) {
      const status = await this.status();
      if (status.pendingWebhooks === 0) return;
    }
    throw new Error(`the simulator's webhooks were not delivered within ${forMs / 1000} s`);
  }

  private async call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-api-key': this.key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} of the simulator answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }
}
