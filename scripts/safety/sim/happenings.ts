import { HEALTH_STALE_MS } from '../../../lib/domain/accounts/constants';
import type { ServiceContext } from '../../../lib/services/context';
import { acceptRelation } from '../../../lib/services/enrolments/accept-relation';
import { withUnit } from '../../../lib/services/with-unit';
import type { Closed } from './closures';
import type { SimulatedProvider } from './provider';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import type { Side } from './side';
import type { Acknowledged } from './stops';
import { stopSomething } from './stops';
import type { Plan } from './world';
import { rampDayOf } from './world-days';

const MINUTE_MS = 60_000;
export const EVERYTHING = { accountId: null, action: null };

/** What a schedule lends to whatever happens in it. */
export interface Host {
  readonly scheduler: Scheduler;
  readonly plan: Plan;
  readonly random: Random;
  readonly provider: SimulatedProvider;
  readonly side: Side;
  readonly connected: Set<string>;
  readonly restricted: Set<string>;
  readonly stops: Acknowledged[];
  readonly closed: Closed[];
  unhealthyUntil: number;
  context(job: string): ServiceContext;
  count(what: string): void;
  tell(what: string): void;
  unlessCut<T>(work: () => Promise<T>): Promise<T | null>;
}

/** What happens to a schedule from outside: stops, acceptances, a silent health monitor, a lost lease, days opened late. */
export class Happenings {
  constructor(private readonly host: Host) {}

  stopAt(at: number): void {
    this.host.scheduler.spawn(
      'stop',
      async () => {
        const stop = await this.host.unlessCut(() =>
          stopSomething(
            { scheduler: this.host.scheduler, stops: this.host.side.stops },
            this.host.context('stop'),
            this.host.plan,
            this.host.random,
            (id) => this.host.restricted.add(id),
          ),
        );
        if (stop === null) return;
        this.host.count(`stop_${stop.kind}`);
        this.host.tell(`acknowledged ${stop.kind}, under way: ${stop.dispatching.join(', ') || 'nothing'}`);
        this.host.stops.push(stop);
      },
      at,
    );
  }

  acceptAt(at: number): void {
    this.host.scheduler.spawn(
      'accept',
      async () => {
        const invited = this.host.provider.ledger.find(
          (entry) =>
            entry.action === 'invite' &&
            entry.landedAt !== null &&
            entry.landedAt <= this.host.scheduler.now &&
            !this.host.connected.has(`${entry.accountId}:${entry.personId}`),
        );
        if (invited === undefined) return;
        this.host.connected.add(`${invited.accountId}:${invited.personId}`);
        this.host.count('accepted');
        const ctx = this.host.context('webhook');
        const relation = {
          accountId: invited.accountId,
          prospectId: invited.personId,
          providerUserId: invited.personId,
          at: ctx.now,
        };
        await this.host.unlessCut(() => withUnit(ctx, (unit) => acceptRelation(unit, ctx, relation)));
      },
      at,
    );
  }

  unhealthyAt(at: number): void {
    this.host.scheduler.spawn(
      'health monitor',
      async () => {
        this.host.count('unhealthy');
        const until = this.host.scheduler.now + this.host.random.whole(20, 60) * MINUTE_MS;
        this.host.unhealthyUntil = until;
        const from = this.host.scheduler.now + HEALTH_STALE_MS;
        this.host.closed.push({ from, to: until, ...EVERYTHING, why: 'health was not known' });
      },
      at,
    );
  }

  loseLeaseAt(at: number): void {
    this.host.scheduler.spawn(
      'second installation',
      async () => {
        this.host.count('lease_lost');
        await this.host.side.loseLease();
        this.host.closed.push({
          from: at,
          to: Number.POSITIVE_INFINITY,
          ...EVERYTHING,
          why: 'another installation sent',
        });
      },
      at,
    );
  }

  openDays(): void {
    for (const accountId of this.host.plan.accountIds) {
      const rows = [this.host.plan.startsAt, this.host.plan.endsAt].map((at) =>
        rampDayOf(this.host.plan, accountId, at),
      );
      for (const row of new Map(rows.map((one) => [one.id, one])).values()) {
        const openedAt =
          Math.max(this.host.plan.startsAt, row.startsAt.getTime()) +
          (this.host.random.chance(0.1) ? 20 * MINUTE_MS : 0);
        this.host.scheduler.spawn(
          'day opener',
          async () => {
            await this.host.side.openDay({ ...row, madeAt: new Date(openedAt) });
            const from = Math.max(this.host.plan.startsAt, row.startsAt.getTime());
            const to = Math.min(openedAt, row.endsAt.getTime());
            this.host.closed.push({ from, to, accountId, action: null, why: 'the day was not opened' });
          },
          openedAt,
        );
      }
    }
  }
}
