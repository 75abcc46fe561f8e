const PREFIX = 'inv_r';

/** The id of an invitation that an account has received; it is not stored, so its id says where it is to be found. */
export function receivedIdOf(input: { accountId: string; requestId: string }): string {
  return `${PREFIX}:${input.accountId}:${input.requestId}`;
}

/** What such an id says; null for another one. */
export function readReceivedId(id: string): { accountId: string; requestId: string } | null {
  const [prefix, accountId, ...rest] = id.split(':');
  const requestId = rest.join(':');
  return prefix === PREFIX && accountId !== undefined && requestId !== '' ? { accountId, requestId } : null;
}

/** The permanent key in the ledger of the answer to such an invitation: it is answered once, for ever. */
export function answerKeyOf({ accountId, requestId }: { accountId: string; requestId: string }) {
  return { enrolmentId: `received:${accountId}:${requestId}`, stepKey: 'answer' as const };
}
