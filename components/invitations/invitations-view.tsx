'use client';

import { useState } from 'react';
import { AccountFilter } from '@/components/accounts/account-filter';
import { PageHeader } from '@/components/layout/page-header';
import { Tabs } from '@/components/ui/tabs';
import { ReceivedInvitations } from './received-invitations';
import { SentInvitations } from './sent-invitations';

/** Invitations of the accounts that the reader may see: those we sent, and those that wait for our answer (ux.md §2.10). */
export function InvitationsView() {
  const [accountId, setAccountId] = useState<string | undefined>(undefined);
  return (
    <>
      <PageHeader
        title="Invitations"
        lead="Invitations that your accounts have sent, and those that wait for their answer."
        actions={<AccountFilter value={accountId} onChange={setAccountId} />}
      />
      <Tabs
        label="Invitations"
        items={[
          { value: 'sent', label: 'Sent', content: <SentInvitations key={accountId} accountId={accountId} /> },
          {
            value: 'received',
            label: 'Received',
            content: <ReceivedInvitations key={accountId} accountId={accountId} />,
          },
        ]}
      />
    </>
  );
}
