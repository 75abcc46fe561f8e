import type { Scheduler } from './scheduler';
import type { Rows, SendRow, Table, Tables } from './tables';

interface Lock {
  exclusive: Transaction | null;
  shared: Set<Transaction>;
}

/** Row locks of the memory store, as PostgreSQL keeps them: held until the transaction ends. */
export class Locks {
  private readonly byKey = new Map<string, Lock>();

  constructor(private readonly scheduler: Scheduler) {}

  async take(tx: Transaction, key: string, mode: 'share' | 'update'): Promise<void> {
    const lock = this.byKey.get(key) ?? { exclusive: null, shared: new Set<Transaction>() };
    this.byKey.set(key, lock);
    if (!isFree(lock, tx, mode)) await this.scheduler.waitFor(() => isFree(lock, tx, mode));
    if (mode === 'update') lock.exclusive = tx;
    else lock.shared.add(tx);
    tx.held.add(lock);
  }

  /** Whether the lock could be had at once, and takes it if so (SKIP LOCKED). */
  tryUpdate(tx: Transaction, key: string): boolean {
    const lock = this.byKey.get(key) ?? { exclusive: null, shared: new Set<Transaction>() };
    if (!isFree(lock, tx, 'update')) return false;
    this.byKey.set(key, lock);
    lock.exclusive = tx;
    tx.held.add(lock);
    return true;
  }
}

function isFree(lock: Lock, tx: Transaction, mode: 'share' | 'update'): boolean {
  if (lock.exclusive !== null && lock.exclusive !== tx) return false;
  return mode === 'share' || [...lock.shared].every((other) => other === tx);
}

/** One READ COMMITTED transaction: sees what others committed and what it wrote itself; nothing of it stays if it dies. */
export class Transaction {
  readonly held = new Set<Lock>();
  private readonly writes = new Map<Table, Map<string, Rows[Table]>>();

  constructor(private readonly tables: Tables) {}

  get<Name extends Table>(table: Name, id: string): Rows[Name] | null {
    const own = this.writes.get(table)?.get(id) as Rows[Name] | undefined;
    return own ?? this.tables.of(table).get(id) ?? null;
  }

  all<Name extends Table>(table: Name): Rows[Name][] {
    const own = this.writes.get(table) as Map<string, Rows[Name]> | undefined;
    if (own === undefined) return [...this.tables.of(table).values()];
    const committed = [...this.tables.of(table)].filter(([id]) => !own.has(id)).map(([, row]) => row);
    return [...committed, ...own.values()];
  }

  put<Name extends Table>(table: Name, row: Rows[Name]): void {
    const own = this.writes.get(table) ?? new Map<string, Rows[Table]>();
    own.set(row.id as string, row);
    this.writes.set(table, own);
  }

  commit(): void {
    const sends = this.writes.get('sends') as Map<string, Rows['sends']> | undefined;
    for (const [id, row] of sends ?? []) this.tables.onSend(this.tables.of('sends').get(id) ?? null, row);
    for (const [table, rows] of this.writes) {
      const committed = this.tables.of(table) as Map<string, Rows[Table]>;
      for (const [id, row] of rows) committed.set(id, row);
      if (table === 'sends') this.tables.written.push(...([...rows.values()] as SendRow[]));
    }
    this.end();
  }

  end(): void {
    this.writes.clear();
    for (const lock of this.held) {
      if (lock.exclusive === this) lock.exclusive = null;
      lock.shared.delete(this);
    }
    this.held.clear();
  }
}
