/** From where bounces and complaints count (limits.md §3), over `days` days. */
export const MAIL_POLICY = {
  days: 14,
  riskBouncesBelow: 0.02,
  riskRepliesMin: 0.03,
  pauseBouncesMin: 0.05,
  pauseBouncesOf: 50,
  pauseComplaints: 3,
  pauseComplaintsShare: 0.001,
};

export interface MailFacts {
  sends: number;
  bounces: number;
  replies: number;
  /** Null where the provider does not report them. */
  complaints: number | null;
}

/** `pause`: nothing more is sent. `under_risk_line`: no more than the risk line a day. `free`: up to the hard cap. */
export interface MailStanding {
  standing: 'pause' | 'under_risk_line' | 'free';
  reason: string;
}

/**
 * Where a mail account stands by its last 14 days. It goes above the risk line only on a good record; without enough
 * sends there is none, and what is not known is never taken as good.
 */
export function mailStanding(facts: MailFacts): MailStanding {
  const { sends, bounces, replies, complaints } = facts;
  const bounced = sends === 0 ? 0 : bounces / sends;
  if (sends >= MAIL_POLICY.pauseBouncesOf && bounced >= MAIL_POLICY.pauseBouncesMin)
    return { standing: 'pause', reason: `${bounces} of ${sends} e-mails bounced, ${percent(bounced)}.` };
  if (
    complaints !== null &&
    complaints >= MAIL_POLICY.pauseComplaints &&
    complaints >= sends * MAIL_POLICY.pauseComplaintsShare
  )
    return { standing: 'pause', reason: `${complaints} people marked one of ${sends} e-mails as spam.` };
  if (sends < MAIL_POLICY.pauseBouncesOf)
    return { standing: 'under_risk_line', reason: `Only ${sends} e-mails to judge by.` };
  if (bounced >= MAIL_POLICY.riskBouncesBelow)
    return { standing: 'under_risk_line', reason: `${percent(bounced)} of ${sends} e-mails bounced.` };
  const answered = replies / sends;
  if (answered < MAIL_POLICY.riskRepliesMin)
    return { standing: 'under_risk_line', reason: `Only ${percent(answered)} of ${sends} e-mails were answered.` };
  return {
    standing: 'free',
    reason: `${percent(bounced)} of ${sends} e-mails bounced, ${percent(answered)} were answered.`,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
