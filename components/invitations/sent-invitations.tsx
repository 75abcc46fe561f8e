'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { useMay } from '@/components/layout/person-context';
import { useHealth } from '@/components/layout/use-health';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Outcome } from '@/components/ui/outcome';
import { usePages } from '@/components/ui/pager';
import type { Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { readProblem } from '@/lib/client/problem';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Invitation } from '@/lib/contracts/sends';
import { InvitationList } from './invitation-list';
import { ageWords, mayWithdraw, stateWords } from './invitation-words';

/** The invitations that accounts have sent, newest first; one that waits can be withdrawn. */
export function SentInvitations({ accountId }: { accountId: string | undefined }) {
  const pages = usePages();
  const columns = useColumns();
  const sent = useQuery(
    api.invitations.list.queryOptions({
      input: { type: 'sent', accountId, limit: 25, offset: Number(pages.cursor ?? 0) },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <InvitationList
      query={sent}
      columns={columns}
      pages={pages}
      caption="Sent invitations"
      empty={{ title: 'No invitations yet', text: 'They appear here as campaigns send them.' }}
    />
  );
}

function useColumns(): Column<Invitation>[] {
  const accountName = useSenderNames();
  const now = useHealth().data?.clock?.now;
  const mayManage = useMay('accounts.manage_own');
  return [
    { key: 'name', header: 'Person', rowHeader: true, cell: ({ name }) => name ?? 'A person without a name' },
    { key: 'account', header: 'Account', cell: (invitation) => accountName(invitation.accountId) },
    {
      key: 'sent',
      header: 'Sent',
      cell: ({ sentAt, state }) => (
        <>
          {sentAt === null ? 'not known' : <Time value={sentAt} />}
          {state === 'pending' && now !== undefined ? (
            <span className="block text-muted">Age: {ageWords(sentAt, new Date(now))}</span>
          ) : null}
        </>
      ),
    },
    { key: 'state', header: 'State', cell: (invitation) => <State invitation={invitation} /> },
    ...(mayManage ? [WITHDRAW] : []),
  ];
}

const WITHDRAW: Column<Invitation> = {
  key: 'withdraw',
  header: 'Withdraw',
  cell: (invitation) => <Withdraw invitation={invitation} />,
};

function State({ invitation }: { invitation: Invitation }) {
  const at = invitation.acceptedAt ?? invitation.withdrawnAt;
  return (
    <>
      {stateWords(invitation)}
      {at === null ? null : (
        <span className="block text-muted">
          <Time value={at} />
        </span>
      )}
    </>
  );
}

/** Asks for a withdrawal; it goes out at the account's ordinary pace, like everything else. */
function Withdraw({ invitation }: { invitation: Invitation }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const name = invitation.name ?? 'this person';
  const withdraw = useMutation(
    api.invitations.withdraw.mutationOptions({
      onSuccess: () => {
        toast(`The invitation to ${name} will be withdrawn.`);
        setAsking(false);
        return queries.invalidateQueries({ queryKey: api.invitations.key() });
      },
    }),
  );
  if (!mayWithdraw(invitation))
    return withdraw.isSuccess ? <Outcome>Asked for</Outcome> : <span className="text-muted">–</span>;
  return (
    <>
      <Button
        size="compact"
        onClick={() => {
          withdraw.reset();
          setAsking(true);
        }}
      >
        Withdraw<span className="sr-only">: {name}</span>
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Withdraw the invitation to ${name}`}
        consequences={
          <ul className="ml-4 list-disc">
            <li>LinkedIn does not let you invite the same person again for about three weeks.</li>
            <li>
              It is not withdrawn at once: withdrawals go out slowly, in the account’s hours and within its limits.
            </li>
          </ul>
        }
        confirmLabel="Withdraw"
        busy={withdraw.isPending}
        error={withdraw.error === null ? null : readProblem(withdraw.error).detail}
        onConfirm={() => withdraw.mutate({ id: invitation.id })}
      />
    </>
  );
}
