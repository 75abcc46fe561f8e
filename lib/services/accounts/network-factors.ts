import { MAIL_POLICY, mailStanding } from '../../domain/accounts/mail-standing';
import { newChatStanding } from '../../domain/accounts/new-chats';
import type { HealthFactor, HealthFacts } from './health-facts';

/** What the health of an account of another network than LinkedIn is judged by besides (limits.md §3). */
export function networkFactors(facts: HealthFacts): HealthFactor[] {
  switch (facts.account.provider) {
    case 'whatsapp':
      return [newChats(facts)];
    case 'google':
    case 'outlook':
    case 'imap':
      return [mail(facts)];
    default:
      return [];
  }
}

function newChats({ account, chats, now }: HealthFacts): HealthFactor {
  const { open, judged, reason } = newChatStanding({ ...chats, blockedAt: account.restrictedAt, now });
  const { opened, answered } = chats;
  return {
    code: 'new_chat_replies',
    unit: 'share',
    label: 'New chats that were answered',
    value: opened === 0 ? null : Math.round((answered / opened) * 1000) / 1000,
    sample: opened,
    verdict: open ? (judged ? 'good' : 'unknown') : 'bad',
    detail: reason,
  };
}

function mail({ mail: facts }: HealthFacts): HealthFactor {
  const { standing, reason } = mailStanding(facts);
  const judged = facts.sends >= MAIL_POLICY.pauseBouncesOf;
  return {
    code: 'bounces',
    unit: 'share',
    label: `Bounces in ${MAIL_POLICY.days} days`,
    value: facts.sends === 0 ? null : Math.round((facts.bounces / facts.sends) * 1000) / 1000,
    sample: facts.sends,
    verdict: standing === 'pause' ? 'bad' : standing === 'free' ? 'good' : judged ? 'warning' : 'unknown',
    detail: standing === 'under_risk_line' ? `${reason} The volume stays under the risk line.` : reason,
  };
}
