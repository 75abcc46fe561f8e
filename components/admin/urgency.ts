import type { Today } from '@/lib/contracts/accounts';

type Entry = Pick<Today['accounts'][number], 'verdict' | 'account'>;

const VERDICTS: Entry['verdict'][] = ['blocked', 'unknown', 'stopped', 'waiting', 'sending'];

/** Restricted and lost accounts first, then what needs a person, what is not known, what is stopped, and the rest by name. */
export function byUrgency(a: Entry, b: Entry): number {
  return rank(a) - rank(b) || a.account.name.localeCompare(b.account.name, 'en');
}

function rank({ verdict, account }: Entry): number {
  if (account.state === 'restricted') return -2;
  if (account.state !== 'running') return -1;
  return VERDICTS.indexOf(verdict);
}
