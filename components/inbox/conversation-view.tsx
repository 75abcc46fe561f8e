'use client';

import { useQuery } from '@tanstack/react-query';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { HandleButton } from './handle-button';
import { Messages } from './messages';
import { ReplyForm } from './reply-form';
import { threadName } from './thread-words';

const CRUMBS = [{ href: '/inbox', label: 'Inbox' }];

/** One conversation: what was written, and an answer by hand from the account's own budgets. */
export function ConversationView({ id }: { id: string }) {
  const mayRead = useMay('accounts.manage_own');
  const accountName = useSenderNames();
  const thread = useQuery(api.threads.get.queryOptions({ input: { id }, refetchInterval: useLiveMs() }));
  const title = thread.data === undefined ? 'Conversation' : threadName(thread.data);
  return (
    <>
      <PageHeader
        title={title}
        crumbs={CRUMBS}
        lead={thread.data === undefined ? undefined : `With ${accountName(thread.data.accountId)}`}
        actions={thread.data === undefined || !mayRead ? undefined : <HandleButton thread={thread.data} />}
      />
      <QueryContent query={thread} skeleton="h-96">
        {(data) =>
          mayRead ? (
            <div className="grid max-w-3xl gap-4">
              <Messages thread={data} />
              {/* A draft never goes over to somebody else's conversation. */}
              <ReplyForm key={data.id} thread={data} />
            </div>
          ) : (
            <Panel title="Messages">
              <p>Your role sees that there is a conversation, not what is written in it.</p>
            </Panel>
          )
        }
      </QueryContent>
    </>
  );
}
