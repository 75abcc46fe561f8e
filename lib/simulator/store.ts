import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LEDGER_LINE, type Ledger, type LedgerLine, openLedger } from './ledger';
import { type Kind, type Records, SCHEMAS } from './records';

/**
 * Opens the world kept in a folder and goes on where a stopped or killed process was. One commit is one journal line,
 * so it is there whole or not at all; its ledger line is written after it and caught up here when the process died
 * between the two.
 */
export function openStore(dir: string): Store {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ledger = openLedger(dir);
  const path = join(dir, 'simulator-journal.jsonl');
  const tables = emptyTables();
  for (const entry of existsSync(path) ? readJournal(path) : []) {
    for (const op of entry.ops) applyOp(tables, op);
    if (entry.ledger !== undefined && entry.ledger.seq > ledger.lastSeq()) ledger.append(entry.ledger);
  }
  const file = rewrite(path, tables);
  return {
    ledger,
    get: (kind, id) => tables[kind].rows.get(id),
    all: (kind) => [...tables[kind].rows.entries()],
    ofAccount: (kind, accountId) => [...(tables[kind].byAccount.get(accountId)?.entries() ?? [])],
    size: (kind) => tables[kind].rows.size,
    commit(ops, line) {
      const entry: JournalEntry =
        line === undefined ? { ops } : { ops, ledger: { seq: ledger.lastSeq() + 1, ...line } };
      writeSync(file, `${JSON.stringify(entry)}\n`);
      for (const op of ops) applyOp(tables, op);
      if (entry.ledger !== undefined) ledger.append(entry.ledger);
    },
    close() {
      fsyncSync(file);
      closeSync(file);
      ledger.close();
    },
  };
}

export interface Store {
  ledger: Ledger;
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  all<K extends Kind>(kind: K): [string, Records[K]][];
  ofAccount<K extends Kind>(kind: K, accountId: string): [string, Records[K]][];
  size(kind: Kind): number;
  commit(ops: Op[], line?: Omit<LedgerLine, 'seq'>): void;
  close(): void;
}

const OP = z.object({
  kind: z.string().refine((kind): kind is Kind => kind in SCHEMAS),
  id: z.string(),
  /** null removes the record. */
  value: z.unknown(),
});
export type Op = z.infer<typeof OP>;

/** Writes or replaces one record as part of a commit. */
export function put<K extends Kind>(kind: K, id: string, value: Records[K]): Op {
  return { kind, id, value };
}

/** Removes one record as part of a commit. */
export function drop(kind: Kind, id: string): Op {
  return { kind, id, value: null };
}

const ENTRY = z.object({ ops: z.array(OP), ledger: LEDGER_LINE.optional() });
type JournalEntry = z.infer<typeof ENTRY>;

type Tables = {
  [K in Kind]: { rows: Map<string, Records[K]>; byAccount: Map<string, Map<string, Records[K]>> };
};

function emptyTables(): Tables {
  const table = () => ({ rows: new Map(), byAccount: new Map() });
  return {
    account: table(),
    known: table(),
    relation: table(),
    request: table(),
    chat: table(),
    message: table(),
    due: table(),
    delivery: table(),
    endpoint: table(),
    link: table(),
    fault: table(),
    violation: table(),
    config: table(),
    anchor: table(),
  };
}

function applyOp(tables: Tables, op: Op): void {
  setRow(tables, op.kind, op.id, op.value);
}

function setRow<K extends Kind>(tables: Tables, kind: K, id: string, value: unknown): void {
  const { rows, byAccount } = tables[kind];
  const before = rows.get(id);
  if (before !== undefined) byAccount.get(accountOf(before))?.delete(id);
  if (value === null) {
    rows.delete(id);
    return;
  }
  const record = SCHEMAS[kind].parse(value);
  rows.set(id, record);
  const accountId = accountOf(record);
  const own = byAccount.get(accountId);
  if (own === undefined) byAccount.set(accountId, new Map([[id, record]]));
  else own.set(id, record);
}

function accountOf(record: object): string {
  return 'accountId' in record && typeof record.accountId === 'string' ? record.accountId : '';
}

function readJournal(path: string): JournalEntry[] {
  const text = readFileSync(path, 'utf8');
  // A last line without its end was never acted on: the ledger line and the answer come after it.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ENTRY.parse(JSON.parse(line)));
}

/** Replaces the journal by what it came to, in one rename, so that it does not grow over restarts. */
function rewrite(path: string, tables: Tables): number {
  const next = openSync(`${path}.next`, 'w', 0o600);
  for (const kind of Object.keys(SCHEMAS)) {
    const parsed = OP.shape.kind.parse(kind);
    for (const [id, value] of tables[parsed].rows) {
      writeSync(next, `${JSON.stringify({ ops: [{ kind: parsed, id, value }] })}\n`);
    }
  }
  fsyncSync(next);
  closeSync(next);
  renameSync(`${path}.next`, path);
  return openSync(path, 'a', 0o600);
}
