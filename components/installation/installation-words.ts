import type { Installation } from '@/lib/contracts/installation';

const WHY: Record<Exclude<Installation['state'], 'ours'>, string> = {
  moved: 'This database was run by another installation before. If that one still runs, both would send.',
  restored:
    'This database is older than what this installation has seen: it was restored, or the data folder lost its mark.',
  gap: 'Nothing ran here for more than twelve hours. What happened at the providers in that time is read first.',
};

/** Why nothing is sent while this installation is held, for a person. */
export function holdWords(state: Exclude<Installation['state'], 'ours'>): string {
  return WHY[state];
}

/** What the comparison of one account showed, in a sentence. */
export function comparisonWords(account: Installation['accounts'][number]): string {
  if (account.comparedAt === null) return 'Not compared yet. The engine does it within minutes.';
  if (account.unread !== null) return account.unread;
  if (account.findings.length === 0) return `Nothing unknown, of ${account.people ?? 0} people.`;
  const count = (kind: 'invite' | 'message' | 'reply') =>
    account.findings.filter((finding) => finding.kind === kind).length;
  const parts = [
    [count('invite'), 'invitation', 'invitations'],
    [count('message'), 'message', 'messages'],
    [count('reply'), 'reply', 'replies'],
  ] as const;
  const known = parts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
  return `${known.join(', ')} that this database did not know. They are booked, and those people are stopped.`;
}
