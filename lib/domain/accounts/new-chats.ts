/** When an account may open no more chats with people who did not write first (limits.md §3, WhatsApp). */
export const NEW_CHAT_POLICY = { judgedBy: 30, repliedMin: 0.2, blockedDays: 7 };

export interface NewChatFacts {
  /** The last chats that the account opened itself, at most 30, and how many of them were answered. */
  opened: number;
  answered: number;
  /** When the network last blocked or restricted the account. */
  blockedAt: Date | null;
  now: Date;
}

export interface NewChatStanding {
  open: boolean;
  /** Whether there were enough chats, or a block, to judge by. */
  judged: boolean;
  reason: string;
  /** When a block is over; a poor ratio ends with replies, at no moment that is known. */
  until: Date | null;
}

/** Whether new chats may be opened: not for 7 days after a block, nor while under 20 % of the last 30 were answered. */
export function newChatStanding({ opened, answered, blockedAt, now }: NewChatFacts): NewChatStanding {
  const until = blockedAt === null ? null : new Date(blockedAt.getTime() + NEW_CHAT_POLICY.blockedDays * DAY_MS);
  if (until !== null && until > now)
    return {
      open: false,
      judged: true,
      until,
      reason: 'The network blocked the account in the last 7 days. New chats are stopped.',
    };
  const { judgedBy, repliedMin } = NEW_CHAT_POLICY;
  if (opened < judgedBy)
    return {
      open: true,
      judged: false,
      until: null,
      reason: `Too few new chats to judge by: ${opened} of ${judgedBy}.`,
    };
  const words = `${answered} of the last ${opened} new chats were answered.`;
  return answered / opened < repliedMin
    ? { open: false, judged: true, until: null, reason: `Only ${words} New chats are stopped.` }
    : { open: true, judged: true, until: null, reason: words };
}

const DAY_MS = 86_400_000;
