'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { useMay } from '@/components/layout/person-context';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Outcome } from '@/components/ui/outcome';
import { usePages } from '@/components/ui/pager';
import type { Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api, client } from '@/lib/client/api';
import type { Invitation } from '@/lib/contracts/sends';
import { InvitationList } from './invitation-list';
import { stateWords } from './invitation-words';

/** The invitations that wait for an account's answer, newest first. The provider's list is not asked for at every glance. */
export function ReceivedInvitations({ accountId }: { accountId: string | undefined }) {
  const pages = usePages();
  const columns = useColumns();
  const received = useQuery(
    api.invitations.list.queryOptions({
      input: { type: 'received', accountId, limit: 25, offset: Number(pages.cursor ?? 0) },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <p className="mb-3 text-muted">The list is read from LinkedIn at most once an hour.</p>
      <InvitationList
        query={received}
        columns={columns}
        pages={pages}
        caption="Received invitations"
        empty={{
          title: 'No invitations wait for an answer',
          text: 'Whoever invites one of your accounts appears here.',
        }}
      />
    </>
  );
}

function useColumns(): Column<Invitation>[] {
  const accountName = useSenderNames();
  const mayManage = useMay('accounts.manage_own');
  return [
    { key: 'name', header: 'Person', rowHeader: true, cell: ({ name }) => name ?? 'A person without a name' },
    { key: 'account', header: 'Account', cell: (invitation) => accountName(invitation.accountId) },
    {
      key: 'sent',
      header: 'Received',
      cell: ({ sentAt }) => (sentAt === null ? 'not known' : <Time value={sentAt} />),
    },
    {
      key: 'answer',
      header: 'Answer',
      cell: (invitation) => (mayManage ? <Answer invitation={invitation} /> : stateWords(invitation)),
    },
  ];
}

/** Accepts or refuses at once, from the account's own budgets; what it came to takes the place of the buttons. */
function Answer({ invitation }: { invitation: Invitation }) {
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (word: 'accept' | 'refuse') => client.invitations[word]({ id: invitation.id }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: api.accounts.key() }),
  });
  if (answer.data !== undefined && answer.data.state !== 'pending') return <Outcome>{stateWords(answer.data)}</Outcome>;
  if (invitation.state !== 'pending') return stateWords(invitation);
  const button = (word: 'accept' | 'refuse', label: string) => (
    // Not disabled while it is on its way: a button that is loses the focus, and a refusal is told beside it.
    <Button
      size="compact"
      aria-disabled={answer.isPending}
      onClick={() => (answer.isPending ? undefined : answer.mutate(word))}
    >
      {label}
      <span className="sr-only">: {invitation.name ?? 'a person without a name'}</span>
    </Button>
  );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap justify-end gap-2 md:justify-start">
        {button('accept', 'Accept')}
        {button('refuse', 'Refuse')}
      </div>
      {answer.isError ? <ProblemNote error={answer.error} /> : null}
    </div>
  );
}
