import { doubledWrites, outsideHours } from '../../e2e/ledger-oracle';
import type { LedgerLine } from '../../lib/simulator/ledger';

/** A row of our ledger beside the person whom the provider knows by a slug. */
export interface SendRow {
  id: string;
  slug: string | null;
  action: string;
  state: string;
  /** What is known of a send whose outcome is not: the answer's code and the words. */
  evidence: string | null;
}

/** Where a person stands in the campaign at the end. */
export interface PersonRow {
  slug: string;
  state: string;
  reason: string | null;
  /** Something will look at this person again: due, or woken at a time. */
  isPlanned: boolean;
}

/** What is left of one play of the week when everything has come to rest. */
export interface Week {
  lines: LedgerLine[];
  sends: SendRow[];
  people: PersonRow[];
  /** Faults of the ledger's own audit. */
  auditFaults: string[];
  /** Runs of the runner that nothing will take any further. */
  stuckRuns: string[];
}

const WRITES = new Set(['invite', 'message', 'inmail']);
const OPEN_STATES = new Set(['reserved', 'dispatching']);

/** What the provider was made to do: accepted writes only, oldest first. */
export function actsOf(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.filter((line) => line.outcome === 'accepted' && WRITES.has(line.action));
}

/** Everything in `week` that must not be, whatever was killed: empty for a sound week. */
export function faultsOf(week: Week): string[] {
  return [
    ...week.auditFaults.map((fault) => `audit: ${fault}`),
    ...week.stuckRuns.map((run) => `run: ${run}`),
    ...doubledWrites(week.lines).map((write) => `twice: ${write}`),
    ...outsideHours(week.lines).map((act) => `outside the hours: ${act}`),
    ...unbooked(week),
    ...week.sends.filter((send) => OPEN_STATES.has(send.state)).map((send) => `send ${send.id} is still ${send.state}`),
    ...week.sends
      .filter((send) => (send.state === 'unknown' || send.state === 'held') && send.evidence === null)
      .map((send) => `send ${send.id} is ${send.state} without evidence`),
  ];
}

/**
 * Acts of the undisturbed week that the disturbed one lacks without saying why: the person's send is neither unknown nor
 * held, nothing is planned for the person, and no reason stands there.
 */
export function lostActs(undisturbed: Week, disturbed: Week): string[] {
  const have = countsOf(disturbed.lines);
  const lost: string[] = [];
  for (const [key, acts] of countsOf(undisturbed.lines)) {
    if ((have.get(key) ?? 0) >= acts) continue;
    const slug = key.slice(key.indexOf(' ') + 1);
    if (!isExplained(disturbed, slug))
      lost.push(`${key}: ${acts} undisturbed, ${have.get(key) ?? 0} disturbed, and nothing says why`);
  }
  return lost;
}

/** How many acts differ between two weeks, by person and action. */
export function differencesOf(undisturbed: Week, disturbed: Week): number {
  const [one, other] = [countsOf(undisturbed.lines), countsOf(disturbed.lines)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key)).length;
}

function isExplained({ sends, people }: Week, slug: string): boolean {
  const open = sends.some((send) => send.slug === slug && (send.state === 'unknown' || send.state === 'held'));
  const person = people.find((one) => one.slug === slug);
  return open || (person !== undefined && (person.isPlanned || person.reason !== null));
}

function countsOf(lines: readonly LedgerLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of actsOf(lines)) {
    const key = `${line.action} ${line.slug}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Acts that no row of ours answers for, and rows that say "sent" of what the provider never took; an open row may be either. */
function unbooked({ lines, sends }: Week): string[] {
  const acts = countsOf(lines);
  const rows = (states: string[]) => {
    const counts = new Map<string, number>();
    for (const send of sends.filter((one) => WRITES.has(one.action) && states.includes(one.state)))
      counts.set(`${send.action} ${send.slug}`, (counts.get(`${send.action} ${send.slug}`) ?? 0) + 1);
    return counts;
  };
  const [sent, open] = [rows(['sent']), rows(['unknown', 'held'])];
  return [...new Set([...acts.keys(), ...sent.keys()])].flatMap((key) => {
    const [done, booked, perhaps] = [acts.get(key) ?? 0, sent.get(key) ?? 0, open.get(key) ?? 0];
    return booked <= done && done <= booked + perhaps
      ? []
      : [`${key}: ${done} at the provider, ${booked} sent in our rows`];
  });
}
