'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
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
import { ListOptions } from './list-options';
import { SenderPicker } from './sender-picker';

const form = z.object({
  name: z.string().trim().min(1, 'Give the campaign a name.').max(200, 'Use at most 200 characters.'),
  listId: z.string(),
  senderIds: z.array(z.string()).min(1, 'Choose at least one account that sends.'),
});
type NewCampaign = z.infer<typeof form>;

/** Name, senders and people of a new campaign; everything else is asked in the builder. */
export function NewCampaignView({ listId }: { listId: string | null }) {
  const router = useRouter();
  const lists = useQuery(api.lists.list.queryOptions({ input: { limit: 200 } }));
  const { register, handleSubmit, watch, setValue, formState } = useForm<NewCampaign>({
    resolver: zodResolver(form),
    defaultValues: { name: '', listId: listId ?? '', senderIds: [] },
  });
  const create = useMutation(
    api.campaigns.create.mutationOptions({
      onSuccess: (campaign) => router.push(`/campaigns/${campaign.id}/edit/people`),
    }),
  );
  const submit = handleSubmit((values) =>
    create.mutate({ name: values.name, senderIds: values.senderIds, listId: values.listId || null }),
  );
  const { errors } = formState;
  const senderError = errors.senderIds?.message ?? fieldError(create.error, 'senderIds');
  return (
    <>
      <PageHeader title="New campaign" crumbs={[{ href: '/campaigns', label: 'Campaigns' }]} />
      <form onSubmit={(event) => void submit(event)} noValidate className="grid max-w-3xl gap-4">
        <Panel title="Campaign">
          <div className="grid gap-4">
            <Field label="Name" error={errors.name?.message ?? fieldError(create.error, 'name')}>
              {(control) => <Input {...control} {...register('name')} />}
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
                    <Select {...control} {...register('listId')}>
                      <option value="">No list yet</option>
                      <ListOptions lists={page.items} />
                    </Select>
                  )}
                </Field>
              )}
            </QueryContent>
          </div>
        </Panel>
        <Panel title="Senders" summary="The accounts that send. People are spread evenly over them.">
          <SenderPicker
            chosen={watch('senderIds')}
            onChange={(senderIds) => setValue('senderIds', senderIds, { shouldValidate: formState.isSubmitted })}
          />
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
