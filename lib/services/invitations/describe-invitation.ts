import type { InvitationRow, WithdrawalSend } from '../../../db/queries/withdrawals';

/** An invitation as the API shows it, with where its withdrawal stands; `withdrawal` is null when none is asked for or begun. */
export function describeInvitation(invitation: InvitationRow, name: string | null, last: WithdrawalSend | null) {
  const { withdrawAskedAt } = invitation;
  const none = withdrawAskedAt === null && last === null;
  return {
    id: invitation.id,
    type: 'sent' as const,
    accountId: invitation.accountId,
    prospectId: invitation.prospectId,
    name,
    sendId: invitation.sendId,
    state: invitation.state,
    sentAt: invitation.sentAt.toISOString(),
    acceptedAt: invitation.acceptedAt?.toISOString() ?? null,
    withdrawnAt: invitation.withdrawnAt?.toISOString() ?? null,
    withdrawal: none
      ? null
      : {
          askedAt: withdrawAskedAt?.toISOString() ?? null,
          sendId: last?.id ?? null,
          state: last?.state ?? ('due' as const),
          reason: last?.answer?.code ?? null,
        },
  };
}
