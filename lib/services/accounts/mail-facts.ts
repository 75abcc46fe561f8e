import type { Tx } from '../../../db/client';
import { actionMix, repliedSince, signalCounts } from '../../../db/queries/accounts-api';
import type { MailFacts } from '../../domain/accounts/mail-standing';
import { MAIL_POLICY } from '../../domain/accounts/mail-standing';

/**
 * What is known of a mail account's last 14 days: its sends from the ledger, its bounces from the provider's events, the
 * people who answered from its threads. No event of the provider tells of complaints, so they are not known.
 */
export async function mailFactsOf(tx: Tx, accountId: string, now: Date): Promise<MailFacts> {
  const since = new Date(now.getTime() - MAIL_POLICY.days * 86_400_000);
  const sends = await actionMix(tx, accountId, since);
  return {
    sends: [...sends.values()].reduce((sum, count) => sum + count, 0),
    bounces: (await signalCounts(tx, accountId, since)).get('bounce') ?? 0,
    replies: await repliedSince(tx, accountId, since),
    complaints: null,
  };
}
