'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import { SenderPicker } from './sender-picker';

/** Name, senders and people of a new campaign; everything else is asked in the builder. */
export function NewCampaignView({ listId }: { listId: string | null }) {
  const router = useRouter();
  const lists = useQuery(api.lists.list.queryOptions({ input: { limit: 100 } }));
  const [senders, setSenders] = useState<string[]>([]);
  const create = useMutation(
    api.campaigns.create.mutationOptions({
      onSuccess: (campaign) => router.push(`/campaigns/${campaign.id}/edit/people`),
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    create.mutate({
      name: String(data.get('name') ?? ''),
      senderIds: senders,
      listId: String(data.get('list') ?? '') || null,
    });
  };
  const senderError = fieldError(create.error, 'senderIds');
  return (
    <>
      <PageHeader title="New campaign" crumbs={[{ href: '/campaigns', label: 'Campaigns' }]} />
      <form onSubmit={submit} noValidate className="grid max-w-3xl gap-4">
        <Panel title="Campaign">
          <div className="grid gap-4">
            <Field label="Name" error={fieldError(create.error, 'name')}>
              {(control) => <Input {...control} name="name" maxLength={200} />}
            </Field>
            <QueryContent query={lists} skeleton="h-16">
              {(page) => (
                <Field
                  label="List"
                  optional
                  help="Its people are put into the campaign. More can be added later."
                  error={fieldError(create.error, 'listId')}
                >
                  {(control) => (
                    <Select {...control} name="list" defaultValue={listId ?? ''}>
                      <option value="">No list yet</option>
                      {page.items.map((list) => (
                        <option key={list.id} value={list.id}>
                          {list.name} ({list.people})
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
              )}
            </QueryContent>
          </div>
        </Panel>
        <Panel title="Senders" summary="The accounts that send. People are spread evenly over them.">
          <SenderPicker chosen={senders} onChange={setSenders} />
          {senderError === undefined ? null : <p className="mt-1 text-risk">{senderError}</p>}
        </Panel>
        {create.error === null ? null : <ProblemNote error={create.error} />}
        <div>
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Continue
          </Button>
        </div>
      </form>
    </>
  );
}
