import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Opens the append-only record of what the provider was asked to do. A line is on disk (fsync) when `append` returns;
 * a torn last line of a killed process, which nobody was answered for, is cut off first.
 */
export function openLedger(dir: string): Ledger {
  const path = join(dir, 'provider-ledger.jsonl');
  const lines = existsSync(path) ? readLines(path) : [];
  const byAccount = new Map<string, LedgerLine[]>();
  const index = (line: LedgerLine) => {
    const own = byAccount.get(line.accountId);
    if (own === undefined) byAccount.set(line.accountId, [line]);
    else own.push(line);
  };
  lines.forEach(index);
  const file = openSync(path, 'a', 0o600);
  return {
    append(line) {
      writeSync(file, `${JSON.stringify(line)}\n`);
      fsyncSync(file);
      lines.push(line);
      index(line);
    },
    since: (seq) => lines.filter((line) => line.seq > seq),
    ofAccount: (accountId) => byAccount.get(accountId) ?? [],
    lastSeq: () => lines.at(-1)?.seq ?? 0,
    close: () => closeSync(file),
  };
}

export interface Ledger {
  append(line: LedgerLine): void;
  since(seq: number): LedgerLine[];
  /** Oldest first. */
  ofAccount(accountId: string): readonly LedgerLine[];
  lastSeq(): number;
  close(): void;
}

export const LEDGER_LINE = z.object({
  seq: z.number().int().positive(),
  /** App time. */
  at: z.string(),
  realAt: z.string(),
  accountId: z.string(),
  action: z.enum(['invite', 'message', 'inmail', 'visit', 'withdraw', 'lookup', 'accept', 'refuse', 'search']),
  personId: z.string().nullable(),
  slug: z.string().nullable(),
  note: z.boolean(),
  /** An InMail to an open profile costs no credit and has its own monthly limit. */
  open: z.boolean(),
  /** Profiles that a search has handed out. */
  results: z.number().int().nonnegative().optional(),
  /** `req_id` of the HTTP call. */
  requestId: z.string(),
  /** Id of what the call made or ended: relation request or message. */
  resultId: z.string().nullable(),
  outcome: z.enum(['accepted', 'refused']),
  refusal: z.string().optional(),
});
export type LedgerLine = z.infer<typeof LEDGER_LINE>;
export type LedgerAction = LedgerLine['action'];

function readLines(path: string): LedgerLine[] {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  return parseLedger(whole);
}

/** The whole lines of a ledger's text, oldest first; a last one that is still being written is not among them. */
export function parseLedger(text: string): LedgerLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LEDGER_LINE.parse(JSON.parse(line)));
}
