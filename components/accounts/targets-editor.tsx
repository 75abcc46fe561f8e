'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { useLimits } from '@/components/help/use-limits';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import type { Account } from '@/lib/contracts/accounts';

const KINDS = [
  { action: 'invite', budget: 'invite.day', label: 'Invites a day' },
  { action: 'message', budget: 'message.day', label: 'Messages a day' },
  { action: 'inmail', budget: 'inmail.day', label: 'InMails a day' },
  { action: 'visit', budget: 'profile_view.day', label: 'Profile views a day' },
] as const;

/** What the account aims at a day once its ramp is over; a lower number holds at once, a higher one from tomorrow. */
export function TargetsEditor({ account, readOnly }: { account: Account; readOnly: boolean }) {
  const queries = useQueryClient();
  const limits = useLimits();
  const [values, setValues] = useState<Record<string, string>>(
    Object.fromEntries(KINDS.map(({ action }) => [action, account.targets[action]?.toString() ?? ''])),
  );
  const save = useMutation(
    api.accounts.patch.mutationOptions({
      onSuccess: () => {
        toast('Targets saved.');
        return queries.invalidateQueries({ queryKey: api.accounts.key() });
      },
    }),
  );
  const submit = () =>
    save.mutate({
      id: account.id,
      targets: Object.fromEntries(
        KINDS.map(({ action }) => [action, values[action] === '' ? null : Number(values[action])]),
      ),
    });
  return (
    <Panel
      title="Targets"
      summary="A lower target holds at once, a higher one from tomorrow. The ramp stays the ceiling."
    >
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {KINDS.map(({ action, budget, label }) => {
          const limit = limits(budget, account.tier);
          return (
            <Field
              key={action}
              label={label}
              help={`Blank: ${limit.default}. At most ${limit.hard}.`}
              error={fieldError(save.error, `targets.${action}`)}
            >
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={0}
                  max={limit.hard}
                  readOnly={readOnly}
                  value={values[action]}
                  onChange={(event) => setValues({ ...values, [action]: event.target.value })}
                />
              )}
            </Field>
          );
        })}
      </div>
      {save.error === null ? null : <ProblemNote error={save.error} />}
      {readOnly ? null : (
        <Button className="mt-3" onClick={submit} disabled={save.isPending}>
          Save targets
        </Button>
      )}
    </Panel>
  );
}
