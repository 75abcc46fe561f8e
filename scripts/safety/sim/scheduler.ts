import type { Random } from './random';

/** Thrown into a task that is to fail at this point; `committed` says that the work before it stands all the same. */
export class Cut extends Error {}
/** Two tasks wait for each other: the lock order is broken (design.md I6). */
export class Deadlock extends Error {}

interface Task {
  name: string;
  resume: (error?: Error) => void;
  /** Parked until this moment of virtual time. */
  at: number;
  /** Null: may go on; otherwise whether what it waits for is free. */
  ready: (() => boolean) | null;
  dead: boolean;
  cleanup: Set<() => void>;
}

export type Fate = 'go' | 'kill' | 'cut' | 'freeze' | 'slow';

/**
 * Runs tasks one at a time on a virtual clock. Every `point` hands control back, and the seed alone decides who goes on,
 * who dies there and when, so that a schedule is replayed by its seed. Works for tasks that do real input and output too:
 * a task runs until it parks again or ends.
 */
export class Scheduler {
  private readonly tasks = new Set<Task>();
  private current: Task | null = null;
  private parked: () => void = () => undefined;
  steps = 0;

  constructor(
    public now: number,
    private readonly random: Random,
    /** What happens to a task at a point; the faults of the schedule. */
    private readonly fateAt: (point: string, task: string) => Fate,
    private readonly stepsMax = 20_000,
  ) {}

  spawn(name: string, work: () => Promise<void>, atMs = this.now): void {
    const task: Task = { name, resume: () => undefined, at: atMs, ready: null, dead: false, cleanup: new Set() };
    task.resume = () => {
      work().then(
        () => this.end(task),
        (error: unknown) => this.fail(task, error),
      );
    };
    this.tasks.add(task);
  }

  /** Called when the running task dies, whatever it holds; answers how to take it back. */
  onDeath(cleanup: () => void): () => void {
    const { cleanup: all } = this.running();
    all.add(cleanup);
    return () => all.delete(cleanup);
  }

  point(name: string): Promise<void> {
    const fate = this.fateAt(name, this.running().name);
    if (fate === 'kill') return this.kill();
    if (fate === 'cut') return this.park(this.now, null, new Cut(`cut off at ${name}`));
    if (fate === 'slow') return this.park(this.now + this.random.whole(1, SLOW_MS), null);
    if (fate === 'freeze') return this.park(this.now + this.random.pick(FREEZE_MS), null);
    // With nobody else who could go on, handing control back changes nothing but takes its time.
    if (this.someoneElseIsReady()) return this.park(this.now, null);
    this.countStep();
    return GOES_ON;
  }

  /** A point at which nobody else may go on: the task dies there, fails there, or goes straight on. */
  async strike(name: string): Promise<void> {
    const fate = this.fateAt(name, this.running().name);
    if (fate === 'kill') await this.kill();
    if (fate === 'cut') throw new Cut(`cut off at ${name}`);
  }

  sleepUntil(atMs: number): Promise<void> {
    return this.park(Math.max(this.now, atMs), null);
  }

  /** Parks until `ready` says so; used for locks. */
  waitFor(ready: () => boolean): Promise<void> {
    return this.park(this.now, ready);
  }

  get task(): string {
    return this.running().name;
  }

  /** Runs until every task has ended, or virtual time has passed `untilMs`. */
  async run(untilMs: number): Promise<void> {
    while (this.tasks.size > 0) {
      const ready = this.readyNow();
      if (ready.length === 0) {
        const next = this.nextMoment();
        if (next === null) throw new Deadlock([...this.tasks].map((task) => task.name).join(', '));
        if (next > untilMs) return;
        this.now = next;
        continue;
      }
      this.countStep();
      await this.go(this.random.pick(ready));
    }
  }

  private countStep(): void {
    this.steps += 1;
    if (this.steps > this.stepsMax) throw new Error(`the schedule did not end in ${this.stepsMax} steps`);
  }

  private readyNow(): Task[] {
    const ready: Task[] = [];
    for (const task of this.tasks) if (this.isReady(task)) ready.push(task);
    return ready;
  }

  private someoneElseIsReady(): boolean {
    for (const task of this.tasks) if (task !== this.current && this.isReady(task)) return true;
    return false;
  }

  private isReady(task: Task): boolean {
    return task.at <= this.now && (task.ready === null || task.ready());
  }

  private nextMoment(): number | null {
    let next: number | null = null;
    for (const { at } of this.tasks) if (at > this.now && (next === null || at < next)) next = at;
    return next;
  }

  private async go(task: Task): Promise<void> {
    this.current = task;
    const parked = new Promise<void>((resolve) => {
      this.parked = resolve;
    });
    task.ready = null;
    task.resume();
    await parked;
    this.current = null;
    if (this.failure !== null) throw this.failure;
  }

  private park(atMs: number, ready: (() => boolean) | null, error?: Error): Promise<void> {
    const task = this.running();
    task.at = atMs;
    task.ready = ready;
    return new Promise((resolve, reject) => {
      task.resume = () => (error === undefined ? resolve() : reject(error));
      this.parked();
    });
  }

  private kill(): Promise<void> {
    const task = this.running();
    this.bury(task);
    this.parked();
    return new Promise(() => undefined);
  }

  private end(task: Task): void {
    this.bury(task);
    this.parked();
  }

  private failure: Error | null = null;

  private fail(task: Task, error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error));
    this.end(task);
  }

  private bury(task: Task): void {
    task.dead = true;
    this.tasks.delete(task);
    for (const cleanup of task.cleanup) cleanup();
    task.cleanup.clear();
  }

  private running(): Task {
    if (this.current === null) throw new Error('no task is running');
    return this.current;
  }
}

const GOES_ON = Promise.resolve();
/** A statement that takes its time while its transaction holds its locks. */
const SLOW_MS = 3_000;
/** Longer than a lease, a call and its deadline: a zombie wakes while its work is being taken over, or after. */
const FREEZE_MS = [35_000, 120_000, 120_000, 300_000] as const;
