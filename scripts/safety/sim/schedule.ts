import type { Database } from '../../../db/client';
import type { ServiceContext } from '../../../lib/services/context';
import { sendNext } from '../../../lib/services/sends/send-next';
import type { SendStore } from '../../../lib/services/sends/store';
import { reconcileUnknown } from '../../../lib/services/sweeps/reconcile-unknown';
import { sweepReservations } from '../../../lib/services/sweeps/sweep-reservations';
import { wakeEnrolments } from '../../../lib/services/sweeps/wake-enrolments';
import { branchOf, watchStore } from './branches';
import { Calendar } from './calendar';
import type { Closed } from './closures';
import { fill } from './fill-world';
import type { Host } from './happenings';
import { EVERYTHING, Happenings } from './happenings';
import { remember } from './history';
import { MemoryLedger } from './memory-ledger';
import type { MemoryWorld } from './memory-store';
import type { Seen } from './oracle';
import { judge } from './oracle';
import { SimulatedProvider } from './provider';
import { Random } from './random';
import type { Outcome, Parts, Trace } from './schedule-parts';
import { SOUND } from './schedule-parts';
import type { Fate } from './scheduler';
import { Cut, Scheduler } from './scheduler';
import type { Side } from './side';
import type { Acknowledged } from './stops';
import { Tables } from './tables';
import { Locks } from './transaction';
import type { Plan } from './world';
import { INSTALLATION, planOf, WORKSPACE } from './world';

/** Runs the schedule of a seed: production send path, workers that crash, hang and lose their connections, stops and replies. */
export async function runSchedule(seed: number, parts: Parts = SOUND, trace?: Trace): Promise<Outcome> {
  const schedule = new Schedule(seed, parts, trace);
  await schedule.run();
  return schedule.outcome();
}

const MINUTE_MS = 60_000;
/** Workers look for work a while longer than they may send. */
const AFTER_HOURS_MS = 10 * MINUTE_MS;
const AIMED_AT = new Set(['reserveSend', 'dispatchSend', 'call.connect']);

/** One schedule, made of its seed; `run` once, then look. */
export class Schedule implements Host {
  readonly random: Random;
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly world: MemoryWorld;
  readonly provider: SimulatedProvider;
  readonly side: Side;
  private readonly store: SendStore;
  readonly connected = new Set<string>();
  readonly stops: Acknowledged[] = [];
  private readonly faults: Record<string, number> = {};
  private readonly branches: Record<string, number> = {};
  private readonly trouble: number;
  readonly restricted = new Set<string>();
  readonly closed: Closed[] = [];
  unhealthyUntil = 0;
  private readonly happenings = new Happenings(this);
  /** Stops that come just when a call is about to begin. */
  private aimed = 0;
  private ids = 0;

  constructor(
    private readonly seed: number,
    parts: Parts,
    private readonly trace?: Trace,
  ) {
    this.random = new Random(seed);
    this.plan = planOf(this.random);
    this.trouble = this.random.pick([0.003, 0.015, 0.05]);
    this.aimed = this.random.chance(0.3) ? 1 : 0;
    this.scheduler = new Scheduler(this.plan.startsAt, this.random, (point) => this.fateAt(point));
    const calendar = new Calendar(this.plan.startsAt, this.plan.zone.name);
    const tables = new Tables();
    tables.onSend = (before, after) => {
      const branch = branchOf(before, after, this.scheduler.task);
      if (branch !== null) this.take(branch);
      this.tell(
        `send ${after.id}: ${before?.state ?? 'new'} → ${after.state}${after.answer ? ` (${after.answer})` : ''}`,
      );
    };
    const base = {
      ...{ workspaceId: WORKSPACE, tables, calendar, scheduler: this.scheduler, locks: new Locks(this.scheduler) },
      lease: { id: INSTALLATION, until: this.plan.quietAt * 2 },
      nextId: (kind: string) => `${kind}_${this.ids++}`,
    };
    this.world = { ...base, ledger: new MemoryLedger(base) };
    fill(tables, this.plan, this.random, calendar);
    for (const row of tables.of('resolutions').values())
      if (row.degree === 1) this.connected.add(`${row.accountId}:${row.prospectId}`);
    this.provider = new SimulatedProvider({
      ...{ scheduler: this.scheduler, random: this.random, connected: this.connected },
      faultShare: this.random.pick([0.05, 0.2, 0.5]),
      onFault: (fault) => this.count(fault),
      healthy: () => this.scheduler.now >= this.unhealthyUntil,
      restricted: this.restricted,
    });
    remember(
      { tables, plan: this.plan, random: this.random, budgets: this.world.ledger },
      { ledger: this.provider.ledger, connected: this.connected },
    );
    parts.plantInLedger(this.world.ledger);
    parts.plantInProvider(this.provider);
    this.side = parts.side(this.world);
    this.store = watchStore(parts.wrapStore(this.side.store), (branch) => this.take(branch));
  }

  async run(): Promise<void> {
    const { scheduler, plan, random } = this;
    this.happenings.openDays();
    for (const accountId of plan.accountIds) {
      this.startWorker(accountId, plan.startsAt);
      if (random.chance(0.6)) this.startWorker(accountId, plan.startsAt + random.whole(0, 3) * MINUTE_MS, true);
    }
    this.sweepEvery(random.whole(3, 9) * MINUTE_MS);
    for (let n = random.whole(0, 2); n > 0; n -= 1) this.happenings.stopAt(this.momentOfStop());
    for (let n = random.whole(0, 3); n > 0; n -= 1) this.happenings.acceptAt(random.whole(plan.startsAt, plan.endsAt));
    if (random.chance(0.05)) this.happenings.loseLeaseAt(this.momentOfStop());
    if (random.chance(0.2)) this.happenings.unhealthyAt(plan.startsAt + random.whole(0, 25) * MINUTE_MS);
    await scheduler.run(plan.quietAt);
  }

  /** Any moment, the later ones more often: what stops at once leaves little to be proven. */
  private momentOfStop(): number {
    const { startsAt, endsAt } = this.plan;
    return Math.max(this.random.whole(startsAt, endsAt), this.random.whole(startsAt, endsAt));
  }

  /** What the oracle looks at. */
  seen(): Seen {
    const afterwards = { from: this.plan.endsAt, to: Number.POSITIVE_INFINITY, ...EVERYTHING };
    return {
      plan: this.plan,
      world: this.world,
      ledger: this.provider.ledger,
      stops: this.stops,
      closed: [...this.closed, { ...afterwards, why: 'the working hours were over' }],
    };
  }

  outcome(): Outcome {
    const states: Record<string, number> = {};
    for (const row of this.world.tables.of('sends').values()) states[row.state] = (states[row.state] ?? 0) + 1;
    const sends = this.provider.ledger.filter(
      (entry) => entry.action !== 'resolve' && entry.startedAt >= this.plan.startsAt,
    ).length;
    return {
      seed: this.seed,
      violations: judge(this.seen()),
      sends,
      ledger: this.provider.ledger,
      faults: this.faults,
      branches: this.branches,
      states,
      steps: this.scheduler.steps,
    };
  }

  context(job: string): ServiceContext {
    return {
      actor: { kind: 'system', job, workspaceId: WORKSPACE },
      now: new Date(this.scheduler.now),
      clockSpeed: 1,
      wallMs: () => this.scheduler.now,
      db: NO_DATABASE,
      store: this.store,
      provider: this.provider.port(),
      installationId: INSTALLATION,
      encryptionKey: '',
    };
  }

  /** A worker runs an account's day until it is over; one that dies is started again, as the engine does. */
  private startWorker(accountId: string, at: number, twice = false): void {
    const { scheduler, plan } = this;
    scheduler.spawn(
      `worker of ${accountId}`,
      async () => {
        const restart = () => this.startWorker(accountId, scheduler.now + this.random.whole(1, 90) * 1_000);
        const survived = scheduler.onDeath(restart);
        if (twice) this.count('delivered_twice');
        while (scheduler.now < plan.endsAt + AFTER_HOURS_MS) {
          const later = async () => this.context('send');
          const next = await this.unlessCut(() => sendNext(this.context('send'), { accountId, later }));
          if (next?.kind === 'end' && next.reason !== 'day_over') break;
          const wakeAt = next?.kind === 'slot' ? next.at.getTime() : scheduler.now + MINUTE_MS;
          await scheduler.sleepUntil(Math.max(wakeAt, scheduler.now + 1_000));
        }
        survived();
      },
      at,
    );
  }

  private sweepEvery(everyMs: number): void {
    this.scheduler.spawn('sweeper', async () => {
      const survived = this.scheduler.onDeath(() => this.sweepEvery(everyMs));
      while (this.scheduler.now < this.plan.quietAt - MINUTE_MS) {
        const busy = this.scheduler.now < this.plan.endsAt + 10 * MINUTE_MS;
        await this.scheduler.sleepUntil(this.scheduler.now + (busy ? everyMs : 120 * MINUTE_MS));
        await this.unlessCut(() => sweepReservations(this.context('sweep')));
        if (!busy || this.random.chance(0.2)) await this.unlessCut(() => reconcileUnknown(this.context('reconcile')));
        if (busy) await this.unlessCut(() => wakeEnrolments(this.context('wake')));
      }
      survived();
    });
  }

  private fateAt(point: string): Fate {
    if (this.scheduler.now >= this.plan.endsAt) return 'go';
    if (AIMED_AT.has(point) && this.aimed > 0 && this.random.chance(0.06)) {
      this.aimed -= 1;
      this.happenings.stopAt(this.scheduler.now);
    }
    if (point.startsWith('stop.') || !this.random.chance(this.trouble)) return 'go';
    const fate = this.random.pick(['kill', 'cut', 'cut', 'freeze', 'slow', 'slow', 'slow'] as const);
    // A worker that hangs inside a transaction is a lock time-out of the others: a cut of its own.
    if (fate === 'freeze' && !point.startsWith('call.') && point !== 'committed') return 'go';
    this.count(`${fate}_at_${point}`);
    return fate;
  }

  async unlessCut<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Cut) return null;
      throw error;
    }
  }

  private take(branch: string): void {
    this.branches[branch] = (this.branches[branch] ?? 0) + 1;
  }

  tell(what: string): void {
    this.trace?.({ at: this.scheduler.now, task: this.scheduler.task, what });
  }

  count(what: string): void {
    this.tell(what);
    this.faults[what] = (this.faults[what] ?? 0) + 1;
  }
}

const NO_DATABASE = new Proxy({} as Database, {
  get: () => {
    throw new Error('the simulation has no database');
  },
});
